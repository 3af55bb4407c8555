-- Drops the index `tickets_unique_title` on `tickets`.
DROP INDEX tickets_unique_title;
