-- Who is in which chat session, as what, and how far each has read.
CREATE TABLE memberships (
    room_id INTEGER NOT NULL REFERENCES chat_sessions (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'member')),
    last_read_seq INTEGER NOT NULL DEFAULT 0 CHECK (last_read_seq >= 0),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    PRIMARY KEY (room_id, user_id)
) WITHOUT ROWID;

-- A person's own list: the key above starts with the room.
CREATE INDEX memberships_of_user ON memberships (user_id, room_id);
