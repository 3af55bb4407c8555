-- News.
CREATE TABLE news (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    headline TEXT NOT NULL CHECK (length(headline) <= 200),
    channel_id INTEGER REFERENCES chat_channels (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE INDEX news_by_channel_id ON news (channel_id);

CREATE VIRTUAL TABLE news_search USING fts5 (
    headline,
    content = 'news',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

CREATE TRIGGER news_search_insert
AFTER INSERT ON news
BEGIN
    INSERT INTO news_search (rowid, headline) VALUES (new.id, new.headline);
END;

CREATE TRIGGER news_search_update
AFTER UPDATE OF headline ON news
BEGIN
    INSERT INTO news_search (news_search, rowid, headline) VALUES ('delete', old.id, old.headline);
    INSERT INTO news_search (rowid, headline) VALUES (new.id, new.headline);
END;

CREATE TRIGGER news_search_delete
AFTER DELETE ON news
BEGIN
    INSERT INTO news_search (news_search, rowid, headline) VALUES ('delete', old.id, old.headline);
END;

CREATE TRIGGER news_touch
AFTER UPDATE ON news
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE news SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
