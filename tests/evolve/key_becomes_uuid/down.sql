-- no-transaction
-- Makes `tickets` anew, since SQLite cannot change it in place: `id` becomes INTEGER (it was BLOB) and may be absent
-- and need not be a UUID any more; becomes STRICT.
-- Makes `comments` anew, since SQLite cannot change it in place: `about_id` becomes INTEGER (it was BLOB) and need not
-- be a UUID any more; `see_id` becomes INTEGER (it was BLOB) and need not be a UUID any more.
-- Foreign keys are off meanwhile, so that dropping an old table deletes nothing elsewhere.
PRAGMA foreign_keys = OFF;
BEGIN;

-- `tickets` anew.
CREATE TABLE new_tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 80),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

INSERT INTO new_tickets (id, title, created_at, updated_at)
SELECT
    row_number() OVER (ORDER BY id),
    title,
    created_at,
    updated_at
FROM tickets;

-- `comments` anew.
CREATE TABLE new_comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    about_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    see_id INTEGER REFERENCES tickets (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

INSERT INTO new_comments (id, body, about_id, see_id, created_at, updated_at)
SELECT
    id,
    body,
    (SELECT count(*) FROM tickets AS parent WHERE parent.id <= comments.about_id),
    CASE WHEN see_id IS NOT NULL THEN (SELECT count(*) FROM tickets AS parent WHERE parent.id <= comments.see_id) END,
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
