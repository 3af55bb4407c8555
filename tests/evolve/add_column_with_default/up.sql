-- Adds the column `done` to `tickets`.
-- Adds the column `size` to `tickets`.
-- Adds the index `tickets_by_done` on `tickets`.
ALTER TABLE tickets ADD COLUMN done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1));
ALTER TABLE tickets ADD COLUMN size INTEGER NOT NULL DEFAULT 3 CHECK (size BETWEEN -2147483648 AND 2147483647);

CREATE INDEX tickets_by_done ON tickets (done);
