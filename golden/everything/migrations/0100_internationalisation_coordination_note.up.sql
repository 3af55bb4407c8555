-- Internationalisation coordination notes.
CREATE TABLE internationalisation_coordination_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    a_field_name_that_is_as_long_as_possible TEXT CHECK (length(a_field_name_that_is_as_long_as_possible) <= 20),
    state_of_the_thing_over_time_and_space TEXT NOT NULL DEFAULT 'first' CHECK (state_of_the_thing_over_time_and_space IN ('first', 'second')),
    other_id INTEGER REFERENCES internationalisation_coordination_notes (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
) STRICT;

CREATE INDEX internationalisation_coordination_notes_by_sta_6b8acf0f ON internationalisation_coordination_notes (state_of_the_thing_over_time_and_space);

CREATE INDEX internationalisation_coordination_notes_by_other_id ON internationalisation_coordination_notes (other_id);

CREATE TRIGGER internationalisation_coordination_notes_touch
AFTER UPDATE ON internationalisation_coordination_notes
WHEN new.updated_at IS old.updated_at
BEGIN
    UPDATE internationalisation_coordination_notes SET updated_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') WHERE id = new.id;
END;
