-- no-transaction
-- Creates the table `projects`.
-- Makes `tickets` anew, since SQLite cannot change it in place: adds the column `project_id`.
-- Drops the table `comments`.
-- Adds the index `tickets_by_project_id` on `tickets`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) <= 80),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 80),
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

-- `project_id` had no value before: each row gets (SELECT min(id) FROM projects).
INSERT INTO new_tickets (id, title, project_id, created_at, updated_at)
SELECT
    id,
    title,
    (SELECT min(id) FROM projects),
    created_at,
    updated_at
FROM tickets;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_tickets' AND before.name = 'tickets';

DROP TABLE tickets;
ALTER TABLE new_tickets RENAME TO tickets;

DROP TABLE comments;

CREATE INDEX tickets_by_project_id ON tickets (project_id);

CREATE TRIGGER projects_touch
AFTER UPDATE ON projects
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE projects SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
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
