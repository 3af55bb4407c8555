DROP TRIGGER vouchers_search_insert;
DROP TRIGGER vouchers_search_update;
DROP TRIGGER vouchers_search_delete;
DROP TABLE vouchers_search;
DROP TABLE vouchers;
