-- One row: which history of the database this is. A backup is another one, so that whoever holds a sequence number of the
-- first notices when the second is restored.
CREATE TABLE database_epoch (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT NOT NULL,
    -- The file that it was seen in; a restored copy is another one.
    file TEXT,
    -- When the server last tried whether it can write.
    checked_at TEXT
);

INSERT INTO database_epoch (id, epoch) VALUES (1, lower(hex(randomblob(8))));
