-- Drops the column `seen_at` from `tickets`.
ALTER TABLE tickets DROP COLUMN seen_at;
