-- Drops the full-text table `tickets_search`.
DROP TRIGGER tickets_search_delete;
DROP TRIGGER tickets_search_insert;
DROP TRIGGER tickets_search_update;
DROP TABLE tickets_search;
