-- Vouchers.
CREATE TABLE vouchers (
    search_id INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    code TEXT NOT NULL CHECK (length(code) <= 20),
    series_id INTEGER REFERENCES series (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE UNIQUE INDEX vouchers_unique_code ON vouchers (code);

CREATE INDEX vouchers_by_series_id ON vouchers (series_id);

CREATE VIRTUAL TABLE vouchers_search USING fts5 (
    code,
    content = 'vouchers',
    content_rowid = 'search_id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

CREATE TRIGGER vouchers_search_insert
AFTER INSERT ON vouchers
BEGIN
    INSERT INTO vouchers_search (rowid, code) VALUES (new.search_id, new.code);
END;

CREATE TRIGGER vouchers_search_update
AFTER UPDATE OF code ON vouchers
BEGIN
    INSERT INTO vouchers_search (vouchers_search, rowid, code) VALUES ('delete', old.search_id, old.code);
    INSERT INTO vouchers_search (rowid, code) VALUES (new.search_id, new.code);
END;

CREATE TRIGGER vouchers_search_delete
AFTER DELETE ON vouchers
BEGIN
    INSERT INTO vouchers_search (vouchers_search, rowid, code) VALUES ('delete', old.search_id, old.code);
END;

CREATE TRIGGER vouchers_touch
AFTER UPDATE ON vouchers
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE vouchers SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
