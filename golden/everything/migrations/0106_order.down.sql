DROP TABLE order_number_counts;
DROP TRIGGER order_search_insert;
DROP TRIGGER order_search_update;
DROP TRIGGER order_search_delete;
DROP TABLE order_search;
DROP TABLE "order";
