-- no-transaction
-- Makes `seats` anew, since SQLite cannot change it in place: drops the column `id`; adds PRIMARY KEY (room_id,
-- user_id); becomes STRICT, WITHOUT ROWID.
-- Changes the trigger `seats_touch`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `seats` anew.
CREATE TABLE new_seats (
    room_id INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    PRIMARY KEY (room_id, user_id)
) WITHOUT ROWID, STRICT;

INSERT INTO new_seats (room_id, user_id, created_at, updated_at)
SELECT room_id, user_id, created_at, updated_at FROM seats;

DROP TABLE seats;
ALTER TABLE new_seats RENAME TO seats;

CREATE INDEX seats_by_user_id ON seats (user_id);

CREATE TRIGGER seats_touch
AFTER UPDATE ON seats
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE seats SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE room_id = new.room_id AND user_id = new.user_id;
END;

-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;
