-- Adds the index `tickets_unique_title` on `tickets`.
CREATE UNIQUE INDEX tickets_unique_title ON tickets (title) WHERE title <> '';
