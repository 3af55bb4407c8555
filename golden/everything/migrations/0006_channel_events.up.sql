-- What happened in each channel, in order and without a gap: `seq` is taken from `last_seq` of its row in the
-- transaction that makes the change. A client that comes back reads what it missed from here; what a message looks like
-- is read from the message itself, so that a replay ends in the present state. `message_id` and `actor_id` are history,
-- not references: the log keeps them when what they name is gone.
CREATE TABLE channel_events (
    room_id INTEGER NOT NULL REFERENCES chat_channels (id) ON DELETE CASCADE,
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
