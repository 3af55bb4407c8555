-- Orders.
CREATE TABLE "order" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    "match" TEXT NOT NULL CHECK (length("match") <= 60),
    "group" TEXT,
    status INTEGER NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 2),
    person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    approved_by INTEGER REFERENCES people (id) ON DELETE SET NULL,
    number INTEGER NOT NULL,
    parent_id INTEGER REFERENCES "order" (id) ON DELETE SET NULL,
    select_id INTEGER,
    total TEXT NOT NULL DEFAULT '0' CHECK (total NOT GLOB '*[^-.0-9]*' AND total NOT GLOB '?*-*' AND total NOT GLOB '*.*.*' AND total GLOB '*[0-9]' AND ltrim(total, '-') GLOB '[0-9]*'),
    discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN -2147483648 AND 2147483647) CHECK (discount between 0 and 100),
    open_on TEXT NOT NULL DEFAULT (date('now')) CHECK (date(open_on) IS open_on),
    close_on TEXT CHECK (date(close_on) IS close_on),
    loop INTEGER NOT NULL DEFAULT 0 CHECK (loop IN (0, 1)),
    self TEXT CHECK (length(self) <= 10),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    deleted_at TEXT,
    CHECK (CAST(total AS NUMERIC) >= 0),
    CHECK (open_on <= close_on)
) STRICT;

CREATE UNIQUE INDEX order_unique_person_id_number ON "order" (person_id, number) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX order_unique_lower_match ON "order" (lower("match")) WHERE (deleted_at is null) AND deleted_at IS NULL;

CREATE INDEX order_by_group_created_at ON "order" ("group" DESC, created_at);

CREATE INDEX order_by_lower_match ON "order" (lower("match"));

CREATE INDEX order_by_status ON "order" (status) WHERE status <> 2;

CREATE INDEX order_large_totals ON "order" (total DESC, abs(CAST(total AS NUMERIC) - discount)) WHERE CAST(total AS NUMERIC) > 100;

CREATE UNIQUE INDEX order_unique_number ON "order" (person_id, number);

CREATE INDEX order_by_status_2 ON "order" (status);

CREATE INDEX order_by_approved_by ON "order" (approved_by);

CREATE INDEX order_by_parent_id ON "order" (parent_id);

CREATE INDEX order_by_select_id ON "order" (select_id);

CREATE INDEX order_by_loop ON "order" (loop);

CREATE TABLE order_number_counts (
    parent INTEGER NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    last INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE order_search USING fts5 (
    "match", "group",
    content = 'order',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

CREATE TRIGGER order_search_insert
AFTER INSERT ON "order"
BEGIN
    INSERT INTO order_search (rowid, "match", "group") VALUES (new.id, new."match", new."group");
END;

CREATE TRIGGER order_search_update
AFTER UPDATE OF "match", "group" ON "order"
BEGIN
    INSERT INTO order_search (order_search, rowid, "match", "group") VALUES ('delete', old.id, old."match", old."group");
    INSERT INTO order_search (rowid, "match", "group") VALUES (new.id, new."match", new."group");
END;

CREATE TRIGGER order_search_delete
AFTER DELETE ON "order"
BEGIN
    INSERT INTO order_search (order_search, rowid, "match", "group") VALUES ('delete', old.id, old."match", old."group");
END;

CREATE TRIGGER order_touch
AFTER UPDATE ON "order"
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE "order" SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
