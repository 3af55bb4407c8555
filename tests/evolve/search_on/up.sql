-- Adds the full-text table `tickets_search`.
CREATE VIRTUAL TABLE tickets_search USING fts5 (
    title,
    content = 'tickets',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

INSERT INTO tickets_search (tickets_search) VALUES ('rebuild');

CREATE TRIGGER tickets_search_delete
AFTER DELETE ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, title) VALUES ('delete', old.id, old.title);
END;

CREATE TRIGGER tickets_search_insert
AFTER INSERT ON tickets
BEGIN
    INSERT INTO tickets_search (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER tickets_search_update
AFTER UPDATE OF title ON tickets
BEGIN
    INSERT INTO tickets_search (tickets_search, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO tickets_search (rowid, title) VALUES (new.id, new.title);
END;
