-- Each chat session that is in use, with how many people and messages it holds, the latest first.
CREATE VIEW recent_chat_sessions AS
SELECT
    id,
    name,
    kind,
    last_message_at,
    (SELECT count(*) FROM memberships WHERE room_id = r.id) AS members,
    (SELECT count(*) FROM messages WHERE room_id = r.id AND deleted_at IS NULL) AS messages
FROM chat_sessions r
WHERE archived_at IS NULL
ORDER BY activity_seq DESC, id DESC;
