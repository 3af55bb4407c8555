-- Renames the table `issues` to `tickets`.
-- Renames the table `issues_number_counts` to `tickets_number_counts`.
-- Adds the full-text table `tickets_search`.
-- Drops the full-text table `issues_search`.
ALTER TABLE issues RENAME TO tickets;
ALTER TABLE issues_number_counts RENAME TO tickets_number_counts;

DROP TRIGGER issues_search_delete;
DROP TRIGGER issues_search_insert;
DROP TRIGGER issues_search_update;
DROP TRIGGER issues_touch;
DROP TABLE issues_search;
DROP INDEX issues_unique_number;

CREATE UNIQUE INDEX tickets_unique_number ON tickets (room_id, number);

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

CREATE TRIGGER tickets_touch
AFTER UPDATE ON tickets
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE tickets SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
