-- no-transaction
-- Makes `seats` anew, since SQLite cannot change it in place: adds the column `id`; drops PRIMARY KEY (room_id,
-- user_id); becomes STRICT.
-- Adds the index `seats_by_room_id` on `seats`.
-- Changes the trigger `seats_touch`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `seats` anew.
CREATE TABLE new_seats (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

INSERT INTO new_seats (room_id, user_id, created_at, updated_at)
SELECT room_id, user_id, created_at, updated_at FROM seats;

DROP TABLE seats;
ALTER TABLE new_seats RENAME TO seats;

CREATE INDEX seats_by_room_id ON seats (room_id);
CREATE INDEX seats_by_user_id ON seats (user_id);

CREATE TRIGGER seats_touch
AFTER UPDATE ON seats
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE seats SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;
