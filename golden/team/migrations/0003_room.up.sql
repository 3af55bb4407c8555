-- Where messages live. `last_seq` counts the room's events without a gap: it is raised in the transaction that writes the
-- event, so that whoever holds a sequence number can ask for exactly what came after it.
CREATE TABLE rooms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    kind TEXT NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'closed', 'direct')),
    -- The two people of a direct room, the smaller id first: `3:17`. One room for each pair.
    direct_pair TEXT UNIQUE,
    created_by INTEGER REFERENCES users (id) ON DELETE SET NULL,
    archived_at TEXT,
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
CREATE INDEX rooms_open ON rooms (id) WHERE kind = 'open' AND archived_at IS NULL;

CREATE INDEX rooms_activity ON rooms (activity_seq);

CREATE TRIGGER rooms_opened
AFTER INSERT ON rooms
BEGIN
    UPDATE rooms SET activity_seq = (SELECT max(activity_seq) + 1 FROM rooms) WHERE id = new.id;
END;

-- Only what people change counts as an update, not each message that arrives.
CREATE TRIGGER rooms_touch
AFTER UPDATE OF
    name,
    kind,
    topic,
    archived_at
ON rooms
BEGIN
    UPDATE rooms SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
