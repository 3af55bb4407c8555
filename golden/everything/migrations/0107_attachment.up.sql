-- Attachments.
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) <= 120),
    subject_type TEXT NOT NULL CHECK (subject_type IN ('order', 'news', 'post')),
    subject_id INTEGER NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE INDEX attachments_by_subject_type_created_at ON attachments (subject_type, created_at DESC);

CREATE INDEX attachments_by_subject_id ON attachments (subject_type, subject_id);

CREATE TRIGGER attachments_subject_id_insert
BEFORE INSERT ON attachments
WHEN new.subject_id IS NOT NULL AND NOT CASE new.subject_type
    WHEN 'order' THEN EXISTS (SELECT 1 FROM "order" WHERE id = new.subject_id)
    WHEN 'news' THEN EXISTS (SELECT 1 FROM news WHERE id = new.subject_id)
    WHEN 'post' THEN EXISTS (SELECT 1 FROM posts WHERE id = new.subject_id)
    ELSE FALSE
END
BEGIN
    SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed');
END;

CREATE TRIGGER attachments_subject_id_update
BEFORE UPDATE OF subject_type, subject_id ON attachments
WHEN new.subject_id IS NOT NULL AND NOT CASE new.subject_type
    WHEN 'order' THEN EXISTS (SELECT 1 FROM "order" WHERE id = new.subject_id)
    WHEN 'news' THEN EXISTS (SELECT 1 FROM news WHERE id = new.subject_id)
    WHEN 'post' THEN EXISTS (SELECT 1 FROM posts WHERE id = new.subject_id)
    ELSE FALSE
END
BEGIN
    SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed');
END;

CREATE TRIGGER attachments_subject_id_0
BEFORE DELETE ON "order"
BEGIN
    DELETE FROM attachments WHERE subject_type = 'order' AND subject_id = old.id;
END;

CREATE TRIGGER attachments_subject_id_1
BEFORE DELETE ON news
BEGIN
    DELETE FROM attachments WHERE subject_type = 'news' AND subject_id = old.id;
END;

CREATE TRIGGER attachments_subject_id_2
BEFORE DELETE ON posts
BEGIN
    DELETE FROM attachments WHERE subject_type = 'post' AND subject_id = old.id;
END;

CREATE TRIGGER attachments_touch
AFTER UPDATE ON attachments
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE attachments SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
