-- The assistant's work on a reply. A reply that is tried again has several; the newest one tells its state.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL REFERENCES chat_sessions (id) ON DELETE CASCADE,
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

-- One reply is written at a time in each chat session, and each reply has one run that is not over.
CREATE UNIQUE INDEX runs_streaming ON runs (room_id) WHERE status = 'streaming';
CREATE UNIQUE INDEX runs_unfinished ON runs (message_id) WHERE finished_at IS NULL;

CREATE INDEX runs_queued ON runs (status, room_id, id) WHERE finished_at IS NULL;
CREATE INDEX runs_by_message ON runs (message_id, id);
CREATE INDEX runs_by_prompt ON runs (prompt_id, id);
CREATE INDEX runs_under_way ON runs (user_id) WHERE finished_at IS NULL;
CREATE INDEX runs_by_user ON runs (user_id, created_at);
CREATE INDEX runs_by_room ON runs (room_id);

-- Thoughts go with the reply.
CREATE TRIGGER runs_forgotten
AFTER UPDATE OF deleted_at ON messages
WHEN new.deleted_at IS NOT NULL
BEGIN
    UPDATE runs SET thoughts = '' WHERE message_id = new.id;
END;
