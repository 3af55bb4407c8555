-- Drops the column `code` from `tickets`.
ALTER TABLE tickets DROP COLUMN code;
