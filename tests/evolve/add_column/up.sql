-- Adds the column `mood` to `tickets`.
-- Adds the index `tickets_by_mood` on `tickets`.
ALTER TABLE tickets ADD COLUMN mood TEXT CHECK (mood IN ('happy', 'sad'));

CREATE INDEX tickets_by_mood ON tickets (mood);
