-- no-transaction
-- Makes `rooms` anew, since SQLite cannot change it in place: `color` is one of 'red', 'green'.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

DROP TRIGGER messages_arrived;
DROP VIEW recent_rooms;

-- `rooms` anew.
CREATE TABLE new_rooms (
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
    color TEXT NOT NULL DEFAULT 'red' CHECK (color IN ('red', 'green')),
    CHECK ((kind = 'direct') = (direct_pair IS NOT NULL))
);

-- `color` becomes 'red' where the old value does not fit.
INSERT INTO new_rooms (id, name, kind, direct_pair, created_by, archived_at, last_seq, last_message_at, activity_seq, created_at, updated_at, color)
SELECT
    id,
    name,
    kind,
    direct_pair,
    created_by,
    archived_at,
    last_seq,
    last_message_at,
    activity_seq,
    created_at,
    updated_at,
    CASE WHEN color IN ('red', 'green') THEN color ELSE 'red' END
FROM rooms;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_rooms' AND before.name = 'rooms';

DROP TABLE rooms;
ALTER TABLE new_rooms RENAME TO rooms;

CREATE INDEX rooms_activity ON rooms (activity_seq);
CREATE INDEX rooms_by_color ON rooms (color);
CREATE INDEX rooms_open ON rooms (id) WHERE kind = 'open' AND archived_at IS NULL;

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

CREATE TRIGGER rooms_opened
AFTER INSERT ON rooms
BEGIN
    UPDATE rooms SET activity_seq = (SELECT max(activity_seq) + 1 FROM rooms) WHERE id = new.id;
END;

CREATE TRIGGER rooms_touch
AFTER UPDATE OF
    name,
    kind,
    color,
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
