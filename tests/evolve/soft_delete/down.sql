-- Drops the column `deleted_at` from `tickets`.
-- Changes the index `tickets_unique_title`.
DROP INDEX tickets_unique_title;

ALTER TABLE tickets DROP COLUMN deleted_at;

CREATE UNIQUE INDEX tickets_unique_title ON tickets (title);
