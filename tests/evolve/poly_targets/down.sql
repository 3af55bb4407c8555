-- no-transaction
-- Makes `notes` anew, since SQLite cannot change it in place: `about_type` is one of 'user', 'ticket', 'room'.
-- Changes the trigger `notes_about_id_1`.
-- Changes the trigger `notes_about_id_insert`.
-- Changes the trigger `notes_about_id_update`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

DROP TRIGGER notes_about_id_0;
DROP TRIGGER notes_about_id_1;

-- `notes` anew.
CREATE TABLE new_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    about_type TEXT NOT NULL CHECK (about_type IN ('user', 'ticket', 'room')),
    about_id INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

INSERT INTO new_notes (id, body, about_type, about_id, created_at, updated_at)
SELECT id, body, about_type, about_id, created_at, updated_at FROM notes;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_notes' AND before.name = 'notes';

DROP TABLE notes;
ALTER TABLE new_notes RENAME TO notes;

CREATE INDEX notes_by_about_id ON notes (about_type, about_id);

CREATE TRIGGER notes_about_id_0
BEFORE DELETE ON users
BEGIN
    DELETE FROM notes WHERE about_type = 'user' AND about_id = old.id;
END;

CREATE TRIGGER notes_about_id_1
BEFORE DELETE ON tickets
BEGIN
    DELETE FROM notes WHERE about_type = 'ticket' AND about_id = old.id;
END;

CREATE TRIGGER notes_about_id_2
BEFORE DELETE ON rooms
BEGIN
    DELETE FROM notes WHERE about_type = 'room' AND about_id = old.id;
END;

CREATE TRIGGER notes_about_id_insert
BEFORE INSERT ON notes
WHEN new.about_id IS NOT NULL AND NOT CASE new.about_type
    WHEN 'user' THEN EXISTS (SELECT 1 FROM users WHERE id = new.about_id)
    WHEN 'ticket' THEN EXISTS (SELECT 1 FROM tickets WHERE id = new.about_id)
    WHEN 'room' THEN EXISTS (SELECT 1 FROM rooms WHERE id = new.about_id)
    ELSE FALSE
END
BEGIN
    SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed');
END;

CREATE TRIGGER notes_about_id_update
BEFORE UPDATE OF about_type, about_id ON notes
WHEN new.about_id IS NOT NULL AND NOT CASE new.about_type
    WHEN 'user' THEN EXISTS (SELECT 1 FROM users WHERE id = new.about_id)
    WHEN 'ticket' THEN EXISTS (SELECT 1 FROM tickets WHERE id = new.about_id)
    WHEN 'room' THEN EXISTS (SELECT 1 FROM rooms WHERE id = new.about_id)
    ELSE FALSE
END
BEGIN
    SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed');
END;

CREATE TRIGGER notes_touch
AFTER UPDATE ON notes
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE notes SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;
