DROP INDEX posts_replies;

ALTER TABLE posts DROP COLUMN reply_to_id;
