-- Where messages live. `last_seq` counts the room's events without a gap: it is raised in the transaction that writes the
-- event, so that whoever holds a sequence number can ask for exactly what came after it.
CREATE TABLE chat_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    kind TEXT NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'closed', 'direct')),
    -- The two people of a direct room, the smaller id first: `3:17`. One room for each pair.
    direct_pair TEXT UNIQUE,
    created_by INTEGER REFERENCES users (id) ON DELETE SET NULL,
    archived_at TEXT,
    -- When the assistant answers.
    assistant_answers TEXT NOT NULL DEFAULT 'auto' CHECK (
        assistant_answers IN ('auto', 'always', 'never')
    ),
    last_seq INTEGER NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    last_message_at TEXT,
    -- The highest of all is where something was said last, or what was opened last. Unlike a clock, it only grows.
    activity_seq INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    topic TEXT,
    CHECK ((kind = 'direct') = (direct_pair IS NOT NULL))
);

-- The list of open ones that anybody may join, newest first.
CREATE INDEX chat_sessions_open ON chat_sessions (id) WHERE kind = 'open' AND archived_at IS NULL;

CREATE INDEX chat_sessions_activity ON chat_sessions (activity_seq);

CREATE TRIGGER chat_sessions_opened
AFTER INSERT ON chat_sessions
BEGIN
    UPDATE chat_sessions SET activity_seq = (SELECT max(activity_seq) + 1 FROM chat_sessions) WHERE id = new.id;
END;

-- Only what people change counts as an update, not each message that arrives.
CREATE TRIGGER chat_sessions_touch
AFTER UPDATE OF
    name,
    kind,
    topic,
    assistant_answers,
    archived_at
ON chat_sessions
BEGIN
    UPDATE chat_sessions SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
