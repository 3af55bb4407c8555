-- Adds the column `mood` to `tickets`.
-- Adds the column `owner_id` to `tickets`.
-- Adds the index `tickets_by_mood` on `tickets`.
-- Adds the index `tickets_by_owner_id` on `tickets`.
ALTER TABLE tickets ADD COLUMN mood TEXT CHECK (mood IN ('happy', 'sad'));
ALTER TABLE tickets ADD COLUMN owner_id INTEGER REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX tickets_by_mood ON tickets (mood);
CREATE INDEX tickets_by_owner_id ON tickets (owner_id);
