DROP TRIGGER posts_search_delete;
DROP TRIGGER posts_search_update;
DROP TABLE message_search;
