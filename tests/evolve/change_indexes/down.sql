-- Adds the index `tickets_by_lower_title` on `tickets`.
-- Changes the index `tickets_by_title`.
-- Drops the index `tickets_by_title_2` on `tickets`.
-- Drops the index `tickets_by_upper_title` on `tickets`.
DROP INDEX tickets_by_title;
DROP INDEX tickets_by_title_2;
DROP INDEX tickets_by_upper_title;

CREATE INDEX tickets_by_lower_title ON tickets (lower(title));
CREATE INDEX tickets_by_title ON tickets (title);
