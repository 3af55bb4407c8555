-- Xes.
CREATE TABLE xes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    y INTEGER CHECK (y BETWEEN -2147483648 AND 2147483647),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE TRIGGER xes_touch
AFTER UPDATE ON xes
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE xes SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
