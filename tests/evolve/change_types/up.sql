-- no-transaction
-- Makes `tickets` anew, since SQLite cannot change it in place: `size` becomes INTEGER (it was TEXT) and is a number
-- of 32 bits; `weight` becomes REAL (it was INTEGER) and is 0.0 by default and need not be a number of 32 bits any
-- more; `day` is a date; `code` becomes BLOB (it was TEXT) and is a UUID; `price` is a decimal number.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 80),
    size INTEGER NOT NULL CHECK (size BETWEEN -2147483648 AND 2147483647),
    weight REAL NOT NULL DEFAULT 0.0,
    day TEXT CHECK (date(day) IS day),
    code BLOB CHECK (length(code) = 16),
    price TEXT CHECK (price NOT GLOB '*[^-.0-9]*' AND price NOT GLOB '?*-*' AND price NOT GLOB '*.*.*' AND price GLOB '*[0-9]' AND ltrim(price, '-') GLOB '[0-9]*'),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

-- `size` becomes 0 where the old value does not fit.
-- `day` becomes NULL where the old value does not fit.
-- `code` becomes NULL where the old value does not fit.
-- `price` becomes NULL where the old value does not fit.
INSERT INTO new_tickets (id, title, size, weight, day, code, price, created_at, updated_at)
SELECT
    id,
    title,
    CASE WHEN (CAST(CAST(size AS INTEGER) AS TEXT) = size) AND (CAST(size AS INTEGER) BETWEEN -2147483648 AND 2147483647) THEN CAST(size AS INTEGER) ELSE 0 END,
    CAST(weight AS REAL),
    CASE WHEN day IS NULL OR ((date(day) IS NOT NULL) AND (date(date(day)) IS date(day))) THEN date(day) ELSE NULL END,
    CASE WHEN code IS NULL OR ((unhex(code, '-') IS NOT NULL) AND (length(unhex(code, '-')) = 16)) THEN unhex(code, '-') ELSE NULL END,
    CASE WHEN price IS NULL OR (price NOT GLOB '*[^-.0-9]*' AND price NOT GLOB '?*-*' AND price NOT GLOB '*.*.*' AND price GLOB '*[0-9]' AND ltrim(price, '-') GLOB '[0-9]*') THEN price ELSE NULL END,
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
