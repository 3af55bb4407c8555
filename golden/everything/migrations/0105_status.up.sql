-- Statuses.
CREATE TABLE statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL CHECK (length(label) <= 40),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE UNIQUE INDEX statuses_unique_label ON statuses (label);

CREATE TRIGGER statuses_touch
AFTER UPDATE ON statuses
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE statuses SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
