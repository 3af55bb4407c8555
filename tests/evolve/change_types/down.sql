-- no-transaction
-- Makes `tickets` anew, since SQLite cannot change it in place: `size` becomes TEXT (it was INTEGER) and need not be a
-- number of 32 bits any more; `weight` becomes INTEGER (it was REAL) and is 0 by default and is a number of 32 bits;
-- `day` is a moment; `code` becomes TEXT (it was BLOB) and need not be a UUID any more; `price` need not be a decimal
-- number any more.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 80),
    size TEXT NOT NULL,
    weight INTEGER NOT NULL DEFAULT 0 CHECK (weight BETWEEN -2147483648 AND 2147483647),
    day TEXT CHECK (day IS NULL OR datetime(day) IS NOT NULL),
    code TEXT,
    price TEXT,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

-- `weight` becomes 0 where the old value does not fit.
-- `day` becomes NULL where the old value does not fit.
INSERT INTO new_tickets (id, title, size, weight, day, code, price, created_at, updated_at)
SELECT
    id,
    title,
    CAST(size AS TEXT),
    CASE WHEN (CAST(weight AS INTEGER) = weight) AND (CAST(weight AS INTEGER) BETWEEN -2147483648 AND 2147483647) THEN CAST(weight AS INTEGER) ELSE 0 END,
    CASE WHEN day IS NULL OR (day IS NULL OR datetime(day) IS NOT NULL) THEN day ELSE NULL END,
    CASE WHEN code IS NOT NULL THEN lower(hex(code)) END,
    price,
    created_at,
    updated_at
FROM tickets;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_tickets' AND before.name = 'tickets';

DROP TABLE tickets;
ALTER TABLE new_tickets RENAME TO tickets;

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
