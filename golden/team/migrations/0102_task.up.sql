-- Tasks.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (length(title) <= 200),
    notes TEXT,
    project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    priority INTEGER NOT NULL DEFAULT 3 CHECK (priority BETWEEN -2147483648 AND 2147483647) CHECK (priority between 1 and 5),
    assignee_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    due_on TEXT CHECK (date(due_on) IS due_on),
    done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE INDEX tasks_by_project_id_done_due_on ON tasks (project_id, done, due_on);

CREATE INDEX tasks_by_assignee_id ON tasks (assignee_id) WHERE done = false;

CREATE UNIQUE INDEX tasks_unique_number ON tasks (project_id, number);

CREATE INDEX tasks_by_assignee_id_2 ON tasks (assignee_id);

CREATE INDEX tasks_by_done ON tasks (done);

CREATE TABLE tasks_number_counts (
    parent INTEGER NOT NULL PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
    last INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE tasks_search USING fts5 (
    title, notes,
    content = 'tasks',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);

CREATE TRIGGER tasks_search_insert
AFTER INSERT ON tasks
BEGIN
    INSERT INTO tasks_search (rowid, title, notes) VALUES (new.id, new.title, new.notes);
END;

CREATE TRIGGER tasks_search_update
AFTER UPDATE OF title, notes ON tasks
BEGIN
    INSERT INTO tasks_search (tasks_search, rowid, title, notes) VALUES ('delete', old.id, old.title, old.notes);
    INSERT INTO tasks_search (rowid, title, notes) VALUES (new.id, new.title, new.notes);
END;

CREATE TRIGGER tasks_search_delete
AFTER DELETE ON tasks
BEGIN
    INSERT INTO tasks_search (tasks_search, rowid, title, notes) VALUES ('delete', old.id, old.title, old.notes);
END;

CREATE TRIGGER tasks_touch
AFTER UPDATE ON tasks
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE tasks SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
