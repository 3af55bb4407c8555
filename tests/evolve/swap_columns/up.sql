-- Renames the column `body` of `tickets` to `body_before`.
-- Renames the column `title` of `tickets` to `body`.
-- Renames the column `body_before` of `tickets` to `title`.
ALTER TABLE tickets RENAME COLUMN body TO body_before;
ALTER TABLE tickets RENAME COLUMN title TO body;
ALTER TABLE tickets RENAME COLUMN body_before TO title;
