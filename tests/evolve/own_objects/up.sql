-- no-transaction
-- Makes `tickets` anew, since SQLite cannot change it in place: `title` has at most 60 characters.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

DROP TRIGGER audit_undo;
DROP VIEW short_tickets;
DROP VIEW shortest_tickets;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 60),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    legacy_id INTEGER
) STRICT;

-- `title` is cut to 60 characters.
INSERT INTO new_tickets (id, title, created_at, updated_at, legacy_id)
SELECT
    id,
    substr(title, 1, 60),
    created_at,
    updated_at,
    legacy_id
FROM tickets;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_tickets' AND before.name = 'tickets';

DROP TABLE tickets;
ALTER TABLE new_tickets RENAME TO tickets;

CREATE UNIQUE INDEX tickets_legacy ON tickets (legacy_id) WHERE legacy_id IS NOT NULL;

INSERT INTO tickets_search (tickets_search) VALUES ('rebuild');

CREATE VIEW short_tickets AS SELECT id, title FROM tickets WHERE length(title) < 9;

CREATE VIEW shortest_tickets AS SELECT id FROM short_tickets WHERE length(title) < 3;

CREATE TRIGGER audit_undo AFTER DELETE ON audit BEGIN
    UPDATE tickets SET title = 'kept' WHERE title = old.what;
END;

CREATE TRIGGER tickets_audit AFTER DELETE ON tickets BEGIN
    INSERT INTO audit VALUES (date('now'), old.title);
END;

CREATE TRIGGER tickets_search_delete
AFTER DELETE ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, title) VALUES ('delete', old.id, old.title);
END;

CREATE TRIGGER tickets_search_insert
AFTER INSERT ON tickets
BEGIN
    INSERT INTO tickets_search (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER tickets_search_update
AFTER UPDATE OF title ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO tickets_search (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER tickets_touch
AFTER UPDATE ON tickets
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE tickets SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;
