-- Changes the full-text table `tickets_search`.
DROP TRIGGER tickets_search_delete;
DROP TRIGGER tickets_search_insert;
DROP TRIGGER tickets_search_update;
DROP TABLE tickets_search;

CREATE VIRTUAL TABLE tickets_search USING fts5 (
    title, body,
    content = 'tickets',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

INSERT INTO tickets_search (tickets_search) VALUES ('rebuild');

CREATE TRIGGER tickets_search_delete
AFTER DELETE ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;

CREATE TRIGGER tickets_search_insert
AFTER INSERT ON tickets
BEGIN
    INSERT INTO tickets_search (rowid, title, body) VALUES (new.id, new.title, new.body);
END;

CREATE TRIGGER tickets_search_update
AFTER UPDATE OF title, body ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
    INSERT INTO tickets_search (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
