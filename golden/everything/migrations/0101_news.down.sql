DROP TRIGGER news_search_insert;
DROP TRIGGER news_search_update;
DROP TRIGGER news_search_delete;
DROP TABLE news_search;
DROP TABLE news;
