-- Renames the column `title` of `tickets` to `title_before`.
-- Renames the column `body` of `tickets` to `title`.
-- Renames the column `title_before` of `tickets` to `body`.
ALTER TABLE tickets RENAME COLUMN title TO title_before;
ALTER TABLE tickets RENAME COLUMN body TO title;
ALTER TABLE tickets RENAME COLUMN title_before TO body;
