-- Drops the column `mood` from `tickets`.
-- Drops the index `tickets_by_mood` on `tickets`.
DROP INDEX tickets_by_mood;

ALTER TABLE tickets DROP COLUMN mood;
