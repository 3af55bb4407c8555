-- Enrolments.
CREATE TABLE enrolments (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    role TEXT NOT NULL DEFAULT 'guest' CHECK (role IN ('owner', 'guest')),
    note TEXT CHECK (length(note) <= 200),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    PRIMARY KEY (series_id, person_id)
) WITHOUT ROWID, STRICT;

CREATE INDEX enrolments_by_person_id ON enrolments (person_id);

CREATE INDEX enrolments_by_role ON enrolments (role);

CREATE TRIGGER enrolments_touch
AFTER UPDATE ON enrolments
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE enrolments SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE series_id = new.series_id AND person_id = new.person_id;
END;
