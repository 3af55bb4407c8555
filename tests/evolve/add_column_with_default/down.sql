-- Drops the column `done` from `tickets`.
-- Drops the column `size` from `tickets`.
-- Drops the index `tickets_by_done` on `tickets`.
DROP INDEX tickets_by_done;

ALTER TABLE tickets DROP COLUMN done;
ALTER TABLE tickets DROP COLUMN size;
