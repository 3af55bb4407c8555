-- Projects.
CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) <= 80),
    room_id INTEGER REFERENCES rooms (id) ON DELETE SET NULL,
    lead_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE UNIQUE INDEX projects_unique_lower_name ON projects (lower(name));

CREATE INDEX projects_by_room_id ON projects (room_id);

CREATE INDEX projects_by_lead_id ON projects (lead_id);

CREATE TRIGGER projects_touch
AFTER UPDATE ON projects
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE projects SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
