-- Which message another one answers, in the same room.
ALTER TABLE messages
    ADD COLUMN reply_to_id INTEGER REFERENCES messages (id) ON DELETE SET NULL;

CREATE INDEX messages_replies ON messages (reply_to_id) WHERE reply_to_id IS NOT NULL;
