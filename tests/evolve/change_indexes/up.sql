-- Changes the index `tickets_by_title`.
-- Adds the index `tickets_by_title_2` on `tickets`.
-- Adds the index `tickets_by_upper_title` on `tickets`.
-- Drops the index `tickets_by_lower_title` on `tickets`.
DROP INDEX tickets_by_lower_title;
DROP INDEX tickets_by_title;

CREATE INDEX tickets_by_title ON tickets (title DESC);
CREATE INDEX tickets_by_title_2 ON tickets (title) WHERE length(title) > 3;
CREATE INDEX tickets_by_upper_title ON tickets (upper(title));
