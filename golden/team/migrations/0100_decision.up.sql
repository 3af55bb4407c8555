-- Decisions.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    summary TEXT NOT NULL CHECK (length(summary) <= 300),
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    decided_by_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    decided_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')) CHECK (datetime(decided_at) IS NOT NULL),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE INDEX decisions_by_message_id ON decisions (message_id);

CREATE INDEX decisions_by_decided_by_id ON decisions (decided_by_id);

CREATE TRIGGER decisions_touch
AFTER UPDATE ON decisions
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE decisions SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
