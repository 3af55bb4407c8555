-- Which message another one answers, in the same room.
ALTER TABLE posts
    ADD COLUMN reply_to_id INTEGER REFERENCES posts (id) ON DELETE SET NULL;

CREATE INDEX posts_replies ON posts (reply_to_id) WHERE reply_to_id IS NOT NULL;
