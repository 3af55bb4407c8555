-- no-transaction
-- Creates the table `reactions`.
-- Creates the table `runs`.
-- Adds the column `assistant_answers` to `rooms`.
-- Makes `messages` anew, since SQLite cannot change it in place: `body` has at most 200000 characters.
-- Makes `room_events` anew, since SQLite cannot change it in place: `kind` is one of 'message.created',
-- 'message.edited', 'message.deleted', 'reaction.added', 'reaction.removed', 'run.started', 'run.finished',
-- 'member.joined', 'member.left', 'room.changed'.
-- Adds the full-text table `message_search`.
-- Changes the trigger `rooms_touch`.
-- Adds the trigger `runs_forgotten` on `messages`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

DROP TRIGGER messages_arrived;
DROP TRIGGER rooms_touch;
DROP VIEW recent_rooms;

CREATE TABLE reactions (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    emoji TEXT NOT NULL CHECK (length(emoji) BETWEEN 1 AND 10),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    PRIMARY KEY (message_id, emoji, user_id)
) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    -- The reply, which exists from the start and grows.
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    prompt_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    -- Who asked for it.
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    status TEXT NOT NULL DEFAULT 'queued' CHECK (
        status IN ('queued', 'streaming', 'done', 'cut', 'stopped', 'failed', 'interrupted')
    ),
    -- What went wrong, or why it ended early, in a sentence for people.
    error TEXT CHECK (length(error) <= 500),
    -- What was thought on the way to the reply; no part of it.
    thoughts TEXT NOT NULL DEFAULT '' CHECK (length(thoughts) <= 20000),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    started_at TEXT,
    finished_at TEXT,
    CHECK ((finished_at IS NULL) = (status IN ('queued', 'streaming'))),
    CHECK ((error IS NOT NULL) = (status IN ('cut', 'failed')))
);

ALTER TABLE rooms ADD COLUMN -- When the assistant answers.
    assistant_answers TEXT NOT NULL DEFAULT 'auto' CHECK (
        assistant_answers IN ('auto', 'always', 'never')
    );

-- `messages` anew.
CREATE TABLE new_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    -- NULL: the assistant, or somebody whose account is gone.
    user_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    role TEXT NOT NULL DEFAULT 'user' CHECK (role IN (
        'user',
        'assistant'
    )),
    -- Chosen by the sender, so that a send that is tried again is stored once.
    client_id TEXT CHECK (length(client_id) BETWEEN 1 AND 64),
    body TEXT NOT NULL CHECK (length(body) <= 200000),
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

INSERT INTO new_messages (id, room_id, user_id, role, client_id, body, body_html, seq, created_at, edited_at, deleted_at, reply_to_id)
SELECT id, room_id, user_id, role, client_id, body, body_html, seq, created_at, edited_at, deleted_at, reply_to_id FROM messages;

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
        'reaction.added',
        'reaction.removed',
        'run.started',
        'run.finished',
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

INSERT INTO new_room_events (room_id, seq, kind, message_id, actor_id, detail, created_at)
SELECT room_id, seq, kind, message_id, actor_id, detail, created_at FROM room_events;

DROP TABLE messages;
ALTER TABLE new_messages RENAME TO messages;

DROP TABLE room_events;
ALTER TABLE new_room_events RENAME TO room_events;

CREATE INDEX messages_live ON messages (room_id, seq, user_id) WHERE deleted_at IS NULL;
CREATE INDEX messages_replies ON messages (reply_to_id) WHERE reply_to_id IS NOT NULL;
CREATE INDEX runs_by_message ON runs (message_id, id);
CREATE INDEX runs_by_prompt ON runs (prompt_id, id);
CREATE INDEX runs_by_room ON runs (room_id);
CREATE INDEX runs_by_user ON runs (user_id, created_at);
CREATE INDEX runs_queued ON runs (status, room_id, id) WHERE finished_at IS NULL;
CREATE UNIQUE INDEX runs_streaming ON runs (room_id) WHERE status = 'streaming';
CREATE INDEX runs_under_way ON runs (user_id) WHERE finished_at IS NULL;
CREATE UNIQUE INDEX runs_unfinished ON runs (message_id) WHERE finished_at IS NULL;

CREATE VIRTUAL TABLE message_search USING fts5 (
    body,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* P* S* Co'",
    prefix = '2 3'
);

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

CREATE TRIGGER messages_search_delete
AFTER DELETE ON messages
BEGIN
    DELETE FROM message_search WHERE rowid = old.id;
END;

CREATE TRIGGER messages_search_update
AFTER UPDATE OF body ON messages
BEGIN
    DELETE FROM message_search WHERE rowid = old.id;
END;

CREATE TRIGGER rooms_touch
AFTER UPDATE OF
    name,
    kind,
    assistant_answers,
    archived_at
ON rooms
BEGIN
    UPDATE rooms SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

CREATE TRIGGER runs_forgotten
AFTER UPDATE OF deleted_at ON messages
WHEN new.deleted_at IS NOT NULL
BEGIN
    UPDATE runs SET thoughts = '' WHERE message_id = new.id;
END;

-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;
