-- Adds the column `deleted_at` to `tickets`.
-- Changes the index `tickets_unique_title`.
DROP INDEX tickets_unique_title;

ALTER TABLE tickets ADD COLUMN deleted_at TEXT;

CREATE UNIQUE INDEX tickets_unique_title ON tickets (title) WHERE deleted_at IS NULL;
