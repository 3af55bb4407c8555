-- no-transaction
-- Makes `tickets` anew, since SQLite cannot change it in place: `id` becomes BLOB (it was INTEGER) and is a UUID;
-- becomes STRICT, WITHOUT ROWID.
-- Makes `comments` anew, since SQLite cannot change it in place: `about_id` becomes BLOB (it was INTEGER) and is a
-- UUID; `see_id` becomes BLOB (it was INTEGER) and is a UUID.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    title TEXT NOT NULL CHECK (length(title) <= 80),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) WITHOUT ROWID, STRICT;

INSERT INTO new_tickets (id, title, created_at, updated_at)
SELECT
    CASE WHEN id IS NOT NULL THEN unhex(printf('%032x', id)) END,
    title,
    created_at,
    updated_at
FROM tickets;

-- `comments` anew.
CREATE TABLE new_comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    about_id BLOB NOT NULL CHECK (length(about_id) = 16) REFERENCES tickets (id) ON DELETE CASCADE,
    see_id BLOB CHECK (length(see_id) = 16) REFERENCES tickets (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

INSERT INTO new_comments (id, body, about_id, see_id, created_at, updated_at)
SELECT
    id,
    body,
    unhex(printf('%032x', about_id)),
    CASE WHEN see_id IS NOT NULL THEN unhex(printf('%032x', see_id)) END,
    created_at,
    updated_at
FROM comments;

-- The number of a row that is gone is not given again.
UPDATE sqlite_sequence SET seq = before.seq FROM sqlite_sequence AS before
WHERE sqlite_sequence.name = 'new_comments' AND before.name = 'comments';

DROP TABLE tickets;
ALTER TABLE new_tickets RENAME TO tickets;

DROP TABLE comments;
ALTER TABLE new_comments RENAME TO comments;

CREATE INDEX comments_by_about_id ON comments (about_id);
CREATE INDEX comments_by_see_id ON comments (see_id);

CREATE TRIGGER comments_touch
AFTER UPDATE ON comments
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE comments SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;

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
