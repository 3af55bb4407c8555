-- no-transaction
-- Drops the column `assistant_answers` from `rooms`.
-- Makes `messages` anew, since SQLite cannot change it in place: `body` has at most 16000 characters.
-- Makes `room_events` anew, since SQLite cannot change it in place: `kind` is one of 'message.created',
-- 'message.edited', 'message.deleted', 'member.joined', 'member.left', 'room.changed'.
-- Drops the table `runs`.
-- Drops the table `reactions`.
-- Drops the full-text table `message_search`.
-- Changes the trigger `rooms_touch`.
-- Drops the trigger `runs_forgotten` on `messages`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

DROP TRIGGER messages_arrived;
DROP TRIGGER messages_search_delete;
DROP TRIGGER messages_search_update;
DROP TRIGGER rooms_touch;
DROP TRIGGER runs_forgotten;
DROP VIEW recent_rooms;
DROP TABLE message_search;

ALTER TABLE rooms DROP COLUMN assistant_answers;

-- `messages` anew.
CREATE TABLE new_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    -- NULL: somebody whose account is gone.
    user_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    role TEXT NOT NULL DEFAULT 'user' CHECK (role IN (
        'user',
        'assistant'
    )),
    -- Chosen by the sender, so that a send that is tried again is stored once.
    client_id TEXT CHECK (length(client_id) BETWEEN 1 AND 64),
    body TEXT NOT NULL CHECK (length(body) <= 16000),
    -- `body` as sanitised html, made once when it is written.
    body_html TEXT NOT NULL,
    -- The number of the event that announced it.
    seq INTEGER NOT NULL CHECK (seq > 0),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    edited_at TEXT,
    deleted_at TEXT,
    reply_to_id INTEGER REFERENCES messages (id) ON DELETE SET NULL,
    CHECK (deleted_at IS NULL OR (body = '' AND body_html = '')),
    -- The way through a history of any length.
    UNIQUE (room_id, seq),
    UNIQUE (room_id, user_id, client_id)
);

-- `body` is cut to 16000 characters.
INSERT INTO new_messages (id, room_id, user_id, role, client_id, body, body_html, seq, created_at, edited_at, deleted_at, reply_to_id)
SELECT
    id,
    room_id,
    user_id,
    role,
    client_id,
    substr(body, 1, 16000),
    body_html,
    seq,
    created_at,
    edited_at,
    deleted_at,
    reply_to_id
FROM messages;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_messages' AND before.name = 'messages';

-- `room_events` anew.
CREATE TABLE new_room_events (
    room_id INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN (
        'message.created',
        'message.edited',
        'message.deleted',
        'member.joined',
        'member.left',
        'room.changed'
    )),
    message_id INTEGER,
    actor_id INTEGER,
    detail TEXT CHECK (detail IS NULL OR json_valid(detail)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    PRIMARY KEY (room_id, seq)
) WITHOUT ROWID;

-- `kind` becomes 'message.created' where the old value does not fit.
INSERT INTO new_room_events (room_id, seq, kind, message_id, actor_id, detail, created_at)
SELECT
    room_id,
    seq,
    CASE WHEN kind IN ('message.created', 'message.edited', 'message.deleted', 'member.joined', 'member.left', 'room.changed') THEN kind ELSE 'message.created' END,
    message_id,
    actor_id,
    detail,
    created_at
FROM room_events;

DROP TABLE messages;
ALTER TABLE new_messages RENAME TO messages;

DROP TABLE room_events;
ALTER TABLE new_room_events RENAME TO room_events;

DROP TABLE runs;
DROP TABLE reactions;

CREATE INDEX messages_live ON messages (room_id, seq, user_id) WHERE deleted_at IS NULL;
CREATE INDEX messages_replies ON messages (reply_to_id) WHERE reply_to_id IS NOT NULL;

CREATE VIEW recent_rooms AS
SELECT
    id,
    name,
    kind,
    last_message_at,
    (SELECT count(*) FROM memberships WHERE room_id = r.id) AS members,
    (SELECT count(*) FROM messages WHERE room_id = r.id AND deleted_at IS NULL) AS messages
FROM rooms r
WHERE archived_at IS NULL
ORDER BY activity_seq DESC, id DESC;

CREATE TRIGGER messages_arrived
AFTER INSERT ON messages
BEGIN
    UPDATE rooms SET
        last_message_at = new.created_at,
        activity_seq = (SELECT max(activity_seq) + 1 FROM rooms)
    WHERE id = new.room_id;
END;

CREATE TRIGGER rooms_touch
AFTER UPDATE OF
    name,
    kind,
    archived_at
ON rooms
BEGIN
    UPDATE rooms SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;
