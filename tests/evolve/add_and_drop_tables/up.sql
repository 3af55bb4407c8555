-- Creates the table `comments`.
-- Drops the column `project_id` from `tickets`.
-- Drops the table `projects`.
-- Drops the index `tickets_by_project_id` on `tickets`.
DROP INDEX tickets_by_project_id;

CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

ALTER TABLE tickets DROP COLUMN project_id;

DROP TABLE projects;

CREATE INDEX comments_by_ticket_id ON comments (ticket_id);

CREATE TRIGGER comments_touch
AFTER UPDATE ON comments
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE comments SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
