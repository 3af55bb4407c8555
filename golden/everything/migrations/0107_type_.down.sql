DROP TABLE types;
