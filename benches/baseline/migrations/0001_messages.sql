CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
);
