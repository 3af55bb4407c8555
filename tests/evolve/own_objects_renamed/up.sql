-- Renames the table `tickets` to `issues`.
-- Renames the table `tickets_number_counts` to `issues_number_counts`.
-- Renames the column `title` of `issues` to `subject`.
-- Adds the full-text table `issues_search`.
-- Drops the full-text table `tickets_search`.
ALTER TABLE tickets RENAME TO issues;
ALTER TABLE tickets_number_counts RENAME TO issues_number_counts;
ALTER TABLE issues RENAME COLUMN title TO subject;

DROP TRIGGER tickets_search_delete;
DROP TRIGGER tickets_search_insert;
DROP TRIGGER tickets_search_update;
DROP TRIGGER tickets_touch;
DROP TABLE tickets_search;
DROP INDEX tickets_unique_number;

CREATE UNIQUE INDEX issues_unique_number ON issues (room_id, number);

CREATE VIRTUAL TABLE issues_search USING fts5 (
    subject,
    content = 'issues',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

INSERT INTO issues_search (issues_search) VALUES ('rebuild');

CREATE TRIGGER issues_search_delete
AFTER DELETE ON issues
BEGIN
    INSERT INTO issues_search (issues_search, rowid, subject) VALUES ('delete', old.id, old.subject);
END;

CREATE TRIGGER issues_search_insert
AFTER INSERT ON issues
BEGIN
    INSERT INTO issues_search (rowid, subject) VALUES (new.id, new.subject);
END;

CREATE TRIGGER issues_search_update
AFTER UPDATE OF subject ON issues
BEGIN
    INSERT INTO issues_search (issues_search, rowid, subject) VALUES ('delete', old.id, old.subject);
    INSERT INTO issues_search (rowid, subject) VALUES (new.id, new.subject);
END;

CREATE TRIGGER issues_touch
AFTER UPDATE ON issues
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE issues SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
