-- Drops the column `mood` from `tickets`.
-- Drops the column `owner_id` from `tickets`.
-- Drops the index `tickets_by_mood` on `tickets`.
-- Drops the index `tickets_by_owner_id` on `tickets`.
DROP INDEX tickets_by_mood;
DROP INDEX tickets_by_owner_id;

ALTER TABLE tickets DROP COLUMN mood;
ALTER TABLE tickets DROP COLUMN owner_id;
