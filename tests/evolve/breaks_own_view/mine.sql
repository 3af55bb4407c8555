CREATE VIEW moods AS SELECT mood FROM tickets;
