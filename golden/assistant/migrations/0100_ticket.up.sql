-- Tickets.
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL CHECK (length(subject) <= 200),
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
    session_id INTEGER NOT NULL REFERENCES chat_sessions (id) ON DELETE CASCADE,
    meta TEXT CHECK (meta IS NULL OR json_valid(meta)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE UNIQUE INDEX tickets_unique_session_id_subject ON tickets (session_id, subject);

CREATE INDEX tickets_by_status_created_at ON tickets (status, created_at DESC);

CREATE VIRTUAL TABLE tickets_search USING fts5 (
    subject,
    content = 'tickets',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

CREATE TRIGGER tickets_search_insert
AFTER INSERT ON tickets
BEGIN
    INSERT INTO tickets_search (rowid, subject) VALUES (new.id, new.subject);
END;

CREATE TRIGGER tickets_search_update
AFTER UPDATE OF subject ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, subject) VALUES ('delete', old.id, old.subject);
    INSERT INTO tickets_search (rowid, subject) VALUES (new.id, new.subject);
END;

CREATE TRIGGER tickets_search_delete
AFTER DELETE ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, subject) VALUES ('delete', old.id, old.subject);
END;

CREATE TRIGGER tickets_touch
AFTER UPDATE ON tickets
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE tickets SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
