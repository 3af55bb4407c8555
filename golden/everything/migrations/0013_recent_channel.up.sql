-- Each channel that is in use, with how many people and messages it holds, the latest first.
CREATE VIEW recent_chat_channels AS
SELECT
    id,
    name,
    kind,
    last_message_at,
    (SELECT count(*) FROM participations WHERE room_id = r.id) AS members,
    (SELECT count(*) FROM posts WHERE room_id = r.id AND deleted_at IS NULL) AS messages
FROM chat_channels r
WHERE archived_at IS NULL
ORDER BY activity_seq DESC, id DESC;
