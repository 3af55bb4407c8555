-- Drops the column `slug` from `tickets`.
ALTER TABLE tickets DROP COLUMN slug;
