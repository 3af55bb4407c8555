-- Statements that must not get through, one a line. None may change a row, write a file or take long.
SELECT 1; DELETE FROM users
SELECT 1; PRAGMA query_only = OFF
PRAGMA query_only = OFF
PRAGMA query_only(0)
PRAGMA writable_schema = ON
PRAGMA writable_schema(1)
PRAGMA journal_mode = DELETE
PRAGMA user_version = 7
PRAGMA wal_checkpoint(TRUNCATE)
PRAGMA temp_store_directory = '/tmp'
PRAGMA optimize
PRAGMA incremental_vacuum
SELECT * FROM pragma_user_version(7); DELETE FROM users
ATTACH 'other.db' AS other
ATTACH DATABASE ':memory:' AS other
DETACH main
VACUUM
VACUUM INTO 'copy.db'
WITH gone AS (SELECT 1) DELETE FROM users
WITH gone AS (SELECT 1) INSERT INTO users (name, email, password_hash) SELECT 'a', 'b@c', 'd'
DELETE FROM users RETURNING id
UPDATE users SET name = 'x' RETURNING name
INSERT INTO users (name, email, password_hash) VALUES ('a', 'b@c', 'd') RETURNING *
REPLACE INTO users (id, name, email, password_hash) VALUES (1, 'a', 'b@c', 'd')
INSERT INTO message_search (message_search) VALUES ('rebuild')
INSERT INTO message_search (message_search, rank) VALUES ('automerge', 8)
DELETE FROM message_search
UPDATE sqlite_schema SET sql = ''
DELETE FROM sqlite_schema
DROP TABLE users
CREATE TABLE mine (a)
CREATE TEMP TABLE mine (a)
CREATE TEMP TABLE mine AS SELECT * FROM users
CREATE VIEW mine AS SELECT 1
CREATE TEMP VIEW mine AS SELECT 1
CREATE INDEX mine ON users (name)
CREATE TRIGGER mine AFTER INSERT ON users BEGIN SELECT 1; END
CREATE TEMP TRIGGER mine AFTER INSERT ON users BEGIN DELETE FROM users; END
CREATE VIRTUAL TABLE mine USING fts5 (a)
CREATE VIRTUAL TABLE temp.mine USING fts5vocab (main, message_search, row)
ALTER TABLE users RENAME TO people
ANALYZE
REINDEX
BEGIN
BEGIN EXCLUSIVE
COMMIT
SAVEPOINT a
SELECT load_extension('./evil')
SELECT load_extension('./evil', 'entry')
SELECT fts3_tokenizer('simple')
SELECT fts5(x'00')
SELECT writefile('evil', 'x')
SELECT readfile('/etc/passwd')
SELECT edit('x', 'vi')
SELECT sqlite_compileoption_get(1)
SELECT * FROM sqlite_dbpage
SELECT * FROM dbstat
SELECT * FROM sqlite_stat4
EXPLAIN DELETE FROM users
EXPLAIN QUERY PLAN DELETE FROM users
SELECT zeroblob(2000000000)
SELECT hex(randomblob(1000000))
SELECT replace(hex(zeroblob(400000)), '0', 'aaaa')
SELECT 1 FROM users WHERE name LIKE replace(hex(zeroblob(2000)), '0', '%')
SELECT 1; SELECT 2
;

-- nothing but a comment
/* nothing */
SELECT FROM
SELECT * FROM (VALUES (1
