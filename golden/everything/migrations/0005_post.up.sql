-- What was said. A deleted message stays as a tombstone without its text, so that the history and its links hold.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL REFERENCES chat_channels (id) ON DELETE CASCADE,
    -- NULL: the assistant, or somebody whose account is gone.
    user_id INTEGER REFERENCES people (id) ON DELETE SET NULL,
    role TEXT NOT NULL DEFAULT 'user' CHECK (role IN (
        'user',
        'assistant',
        'system',
        'tool'
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
    pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    CHECK (deleted_at IS NULL OR (body = '' AND body_html = '')),
    -- The way through a history of any length.
    UNIQUE (room_id, seq),
    UNIQUE (room_id, user_id, client_id)
);

-- Unread counts and the number of messages are read from this index alone.
CREATE INDEX posts_live ON posts (room_id, seq, user_id) WHERE deleted_at IS NULL;

CREATE TRIGGER posts_arrived
AFTER INSERT ON posts
BEGIN
    UPDATE chat_channels SET
        last_message_at = new.created_at,
        activity_seq = (SELECT max(activity_seq) + 1 FROM chat_channels)
    WHERE id = new.room_id;
END;

CREATE INDEX posts_by_pinned ON posts (pinned);
