-- Renames the column `title` of `tickets` to `subject`.
-- Changes the full-text table `tickets_search`.
ALTER TABLE tickets RENAME COLUMN title TO subject;

DROP TRIGGER tickets_search_delete;
DROP TRIGGER tickets_search_insert;
DROP TRIGGER tickets_search_update;
DROP TABLE tickets_search;

CREATE VIRTUAL TABLE tickets_search USING fts5 (
    subject,
    content = 'tickets',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

INSERT INTO tickets_search (tickets_search) VALUES ('rebuild');

CREATE TRIGGER tickets_search_delete
AFTER DELETE ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, subject) VALUES ('delete', old.id, old.subject);
END;

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
