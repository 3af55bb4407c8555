-- no-transaction
-- Makes `tickets` anew, since SQLite cannot change it in place:.
-- Makes `tickets_number_counts` anew, since SQLite cannot change it in place: `parent` refers to a row: REFERENCES
-- users (id) ON DELETE CASCADE.
-- Adds the index `tickets_by_room_id` on `tickets`.
-- Changes the index `tickets_unique_number`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 80),
    room_id INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

-- `number` numbers the rows that exist.
INSERT INTO new_tickets (id, title, room_id, author_id, number, created_at, updated_at)
SELECT
    id,
    title,
    room_id,
    author_id,
    row_number() OVER (PARTITION BY author_id ORDER BY id),
    created_at,
    updated_at
FROM tickets;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_tickets' AND before.name = 'tickets';

-- `tickets_number_counts` anew.
CREATE TABLE new_tickets_number_counts (
    parent INTEGER NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    last INTEGER NOT NULL
) STRICT;

DROP TABLE tickets;
ALTER TABLE new_tickets RENAME TO tickets;

DROP TABLE tickets_number_counts;
ALTER TABLE new_tickets_number_counts RENAME TO tickets_number_counts;

DELETE FROM tickets_number_counts;
INSERT INTO tickets_number_counts (parent, last)
SELECT author_id, max(number) FROM tickets WHERE author_id IS NOT NULL GROUP BY author_id;

CREATE INDEX tickets_by_room_id ON tickets (room_id);
CREATE UNIQUE INDEX tickets_unique_number ON tickets (author_id, number);

CREATE TRIGGER tickets_touch
AFTER UPDATE ON tickets
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE tickets SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

-- Takes everything back if a row now refers to nothing.
CREATE TEMP TABLE reference_check (violations INTEGER CONSTRAINT every_reference_leads_to_a_row CHECK (violations = 0));
INSERT OR ROLLBACK INTO reference_check SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_check;

COMMIT;
PRAGMA foreign_keys = ON;
