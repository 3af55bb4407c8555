-- Adds the column `owner_id` to `tickets`.
-- Adds the index `tickets_by_owner_id` on `tickets`.
ALTER TABLE tickets ADD COLUMN owner_id INTEGER REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX tickets_by_owner_id ON tickets (owner_id);
