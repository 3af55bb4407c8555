-- Types.
CREATE TABLE types (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) <= 255),
    title TEXT DEFAULT 'it''s "quoted"' CHECK (length(title) <= 80),
    body TEXT NOT NULL DEFAULT 'none',
    small INTEGER NOT NULL DEFAULT -1 CHECK (small BETWEEN -2147483648 AND 2147483647),
    big INTEGER NOT NULL DEFAULT 9007199254740993,
    ratio REAL NOT NULL DEFAULT 0.5,
    price TEXT NOT NULL DEFAULT '0.00' CHECK (price NOT GLOB '*[^-.0-9]*' AND price NOT GLOB '?*-*' AND price NOT GLOB '*.*.*' AND price GLOB '*[0-9]' AND ltrim(price, '-') GLOB '[0-9]*'),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    starts_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')) CHECK (datetime(starts_at) IS NOT NULL),
    ends_at TEXT CHECK (ends_at IS NULL OR datetime(ends_at) IS NOT NULL),
    since TEXT NOT NULL DEFAULT (date('now')) CHECK (date(since) IS since),
    until TEXT NOT NULL DEFAULT '2030-12-31' CHECK (date(until) IS until),
    data TEXT NOT NULL DEFAULT '{"a":[1,2]}' CHECK (json_valid(data)),
    token BLOB NOT NULL CHECK (length(token) = 16),
    blob BLOB,
    stage TEXT NOT NULL DEFAULT 'draft' CHECK (stage IN ('draft', 'in-progress', '1st_review', 'done', 'self')),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE UNIQUE INDEX types_unique_token ON types (token);

CREATE INDEX types_by_active ON types (active);

CREATE INDEX types_by_stage ON types (stage);

CREATE TRIGGER types_touch
AFTER UPDATE ON types
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE types SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
