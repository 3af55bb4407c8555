-- no-transaction
-- Makes `tickets` anew, since SQLite cannot change it in place: `raw` becomes TEXT (it was BLOB) and is one of 'red',
-- 'blue'; `mark` becomes TEXT (it was BLOB).
-- Adds the index `tickets_by_raw` on `tickets`.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 80),
    raw TEXT NOT NULL CHECK (raw IN ('red', 'blue')),
    mark TEXT,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

-- `raw` becomes 'red' where the old value does not fit.
INSERT INTO new_tickets (id, title, raw, mark, created_at, updated_at)
SELECT
    id,
    title,
    CASE WHEN lower(hex(raw)) IN ('red', 'blue') THEN lower(hex(raw)) ELSE 'red' END,
    CASE WHEN mark IS NOT NULL THEN lower(hex(mark)) END,
    created_at,
    updated_at
FROM tickets;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_tickets' AND before.name = 'tickets';

DROP TABLE tickets;
ALTER TABLE new_tickets RENAME TO tickets;

CREATE INDEX tickets_by_raw ON tickets (raw);

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
