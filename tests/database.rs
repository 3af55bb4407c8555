//! The development database through `chatgen db query` and its kin: only reading gets through, and secrets do not.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chatgen::database::guard::Stop;
use chatgen::database::query::{Most, query};
use chatgen::database::{table, tables};
use chatgen::output::{Failure, Report};
use chatgen::project::Project;
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;

/// A project whose database is in use by somebody who writes.
struct Running {
    folder: TempDir,
    project: Project,
    server: Connection,
}

impl Running {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let golden = Path::new("golden/assistant");
        fs::copy(golden.join("chat.toml"), folder.path().join("chat.toml")).unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let server = Connection::open(folder.path().join("data/chat.db")).unwrap();
        server.pragma_update(None, "journal_mode", "wal").unwrap();
        for (_, sql) in Project::find(golden).unwrap().migrations().unwrap() {
            server.execute_batch(&sql).unwrap();
        }
        server
            .execute_batch(
                "INSERT INTO users (name, email, password_hash) VALUES ('Ada', 'ada@example.com', '$argon2id$secret');
                 INSERT INTO users (name, email, password_hash) VALUES ('Grace', 'grace@example.com', '$argon2id$more');
                 INSERT INTO login_sessions (user_id, token_hash, expires_at) VALUES (1, zeroblob(32), '2030-01-01');
                 INSERT INTO chat_sessions (name, kind) VALUES ('Tea', 'open');
                 INSERT INTO messages (room_id, user_id, body, body_html, seq) VALUES (1, 1, 'Is there tea?', '', 1);
                 INSERT INTO message_search (rowid, body) VALUES (1, 'Is there tea ?');",
            )
            .unwrap();
        let project = Project::find(folder.path()).unwrap();
        Self { folder, project, server }
    }

    fn query(&self, sql: &str) -> Result<serde_json::Value, Failure> {
        query(&self.project, sql, Most::default(), patient()).map(|rows| serde_json::to_value(rows).unwrap())
    }

    /// Everything that a statement could have changed.
    fn state(&self) -> (Vec<String>, i64, Vec<String>) {
        let dump = "SELECT type || name || coalesce(sql, '') FROM sqlite_schema UNION ALL SELECT id || name || email || password_hash FROM users
            UNION ALL SELECT body FROM messages UNION ALL SELECT hex(block) FROM message_search_data ORDER BY 1";
        let mut statement = self.server.prepare(dump).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let version =
            self.server.query_row("SELECT user_version FROM pragma_user_version", [], |row| row.get(0)).unwrap();
        let mut files: Vec<String> = walkdir::WalkDir::new(self.folder.path())
            .into_iter()
            .map(|entry| entry.unwrap().path().display().to_string())
            .collect();
        files.sort();
        (rows, version, files)
    }
}

fn patient() -> Stop {
    Arc::new(|| false)
}

#[test]
fn nothing_but_reading_gets_through() {
    let running = Running::new();
    let before = running.state();
    let statements = fs::read_to_string("tests/database/refused.sql").unwrap();
    for sql in statements.lines().skip(1) {
        let began = Instant::now();
        let failure = running.query(sql).map(|rows| panic!("{sql}\ngave {rows}")).unwrap_err();
        assert!(!failure.message.is_empty() && began.elapsed() < Duration::from_secs(6), "{sql}: {failure:?}");
        assert_eq!(running.state(), before, "{sql}");
    }
}

#[test]
fn no_amount_of_sql_breaks_it() {
    let running = Running::new();
    let repeated = |text: &str, times| text.repeat(times);
    for sql in [
        repeated("SELECT 1;", 10_000),
        repeated(";", 90_000),
        repeated("(", 50_000),
        format!("SELECT {}1", repeated("(", 30_000)),
        format!("SELECT 1{}", repeated(" UNION ALL SELECT 1", 5_000)),
        format!("SELECT 1{}", repeated(" + 1", 20_000)),
        format!("SELECT {}1", repeated("NOT ", 20_000)),
        format!("SELECT {}1", repeated("1, ", 20_000)),
        format!("SELECT '{}'", repeated("é", 60_000)),
        "SELECT 1\0; DELETE FROM users".to_owned(),
        "SELECT 'é' é".to_owned(),
        "SELECT ?".to_owned() + &repeated(", ?", 40_000),
        "SELECT \u{0}".to_owned(),
    ] {
        if let Ok(rows) = running.query(&sql) {
            assert!(rows["rows"].as_array().unwrap().len() <= 100);
        }
    }
}

#[test]
fn what_takes_for_ever_ends() {
    let running = Running::new();
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let began = Instant::now();
    let failure = running.query(endless).unwrap_err();
    assert!(failure.message.contains("more than 5 seconds"), "{failure:?}");
    assert!(began.elapsed() < Duration::from_secs(7));
    let now: Stop = Arc::new(|| true);
    let failure = query(&running.project, endless, Most::default(), now).unwrap_err();
    assert_eq!((failure.code, failure.message.as_str()), (130, "the query was stopped"));
}

#[test]
fn rows_are_read_while_a_server_writes() {
    let running = Running::new();
    assert_eq!(
        running.query("SELECT id, name FROM users").unwrap(),
        json!({"columns": ["id", "name"], "rows": [[1, "Ada"], [2, "Grace"]], "truncated": false})
    );
    running.server.execute_batch("BEGIN IMMEDIATE; UPDATE users SET name = 'Eve'").unwrap();
    assert_eq!(running.query("SELECT name FROM users WHERE id = 1;").unwrap()["rows"], json!([["Ada"]]));
    running.server.execute_batch("COMMIT").unwrap();
    assert_eq!(running.query("SELECT name FROM users WHERE id = 1 -- ours").unwrap()["rows"], json!([["Eve"]]));
    let found =
        "SELECT snippet(message_search, 0, '[', ']', '…', 8) FROM message_search WHERE message_search MATCH 'tea'";
    assert_eq!(running.query(found).unwrap()["rows"], json!([["Is there [tea] ?"]]));
    for sql in [
        "PRAGMA table_info(users)",
        "SELECT * FROM pragma_index_list('messages')",
        "PRAGMA user_version",
        "SELECT sql FROM sqlite_schema",
        "EXPLAIN QUERY PLAN SELECT * FROM messages",
        "SELECT value FROM json_each('[1, 2]')",
        "SELECT row_number() OVER (ORDER BY id), max(id) FILTER (WHERE id > 0) OVER () FROM users",
        "VALUES (1, x'00ff', 1.5, NULL, 9e999)",
        "SELECT * FROM recent_chat_sessions",
        "SELECT strftime('%Y', 'now'), count(*) FROM users GROUP BY lower(name) HAVING count(*) > 0",
    ] {
        running.query(sql).unwrap_or_else(|failure| panic!("{sql}: {failure:?}"));
    }
}

#[test]
fn secrets_are_null() {
    let running = Running::new();
    let rows = running.query("SELECT password_hash, (SELECT token_hash FROM login_sessions) FROM users").unwrap();
    assert_eq!(rows["rows"], json!([[null, null], [null, null]]));
    assert_eq!(rows["masked"], json!(["login_sessions.token_hash", "users.password_hash"]));
    for sql in [
        "SELECT * FROM users",
        "SELECT 1 FROM users WHERE password_hash LIKE '$argon2id$%'",
        "SELECT hex(password_hash) || '' AS x FROM (SELECT * FROM users)",
        "SELECT max(password_hash), group_concat(password_hash) FROM users",
        "WITH u AS (SELECT password_hash AS x FROM users) SELECT x FROM u",
        "SELECT json_object('a', password_hash) FROM users",
        "SELECT \"password_hash\", [password_hash], `PASSWORD_HASH`, users.password_hash FROM main.users",
        "SELECT name FROM users ORDER BY password_hash LIKE '$argon2id$m%'",
    ] {
        let rows = running.query(sql).unwrap();
        assert!(!rows["rows"].to_string().contains("argon2"), "{sql}: {rows}");
        assert_eq!(rows["masked"], json!(["users.password_hash"]), "{sql}");
    }
}

#[test]
fn answers_are_cut() {
    let running = Running::new();
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    let rows = running.query(many).unwrap();
    assert_eq!((rows["rows"].as_array().unwrap().len(), &rows["truncated"]), (100, &json!(true)));
    let wide =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 90) SELECT printf('%.900d', i) FROM n";
    let rows = running.query(wide).unwrap();
    assert!(rows.to_string().len() < 14 << 10 && rows["truncated"] == json!(true));
    let long = running.query("SELECT printf('%.5000d', 1), zeroblob(5000)").unwrap();
    assert_eq!(long["truncated"], json!(true));
    assert!(long["rows"][0][0].as_str().unwrap().ends_with("0… (5000 bytes)"), "{long}");
}

#[test]
fn tables_are_told_in_full() {
    let running = Running::new();
    let list = tables::tables(&running.project, patient()).unwrap();
    let users = list.tables.iter().find(|table| table.name == "users").unwrap();
    assert_eq!((users.rows, users.model.as_deref(), users.kind.as_str()), (Some(2), Some("User"), "table"));
    assert!(list.text().contains("message_search"), "{}", list.text());
    assert!(!list.text().contains("message_search_data"));
    let table = table::table(&running.project, "MESSAGES", patient()).unwrap();
    assert!(table.referenced_by.contains(&"runs.message_id".to_owned()), "{:?}", table.referenced_by);
    assert_eq!(table.foreign_keys[0].on_delete, "set null");
    assert!(
        table.columns.iter().any(|column| column.name == "id" && !column.nullable && column.primary_key == Some(1))
    );
    let failure = table::table(&running.project, "mesages", patient()).unwrap_err();
    assert_eq!((failure.code, failure.help.as_deref()), (2, Some("did you mean `messages`?")));
}

#[test]
fn wrong_names_come_with_the_right_ones() {
    let running = Running::new();
    for (sql, near) in
        [("SELECT * FROM user", "users"), ("SELECT nmae FROM users", "name"), ("SELECT u.emial FROM users u", "email")]
    {
        let failure = running.query(sql).unwrap_err();
        assert_eq!((failure.code, failure.help), (2, Some(format!("did you mean `{near}`?"))), "{sql}");
        assert_eq!(failure.problems.len(), 1, "{sql}");
    }
}

#[test]
fn without_a_database_it_is_said_how_to_make_one() {
    let running = Running::new();
    fs::remove_dir_all(running.folder.path().join("data")).unwrap();
    let failure = running.query("SELECT 1").unwrap_err();
    assert_eq!(failure.message, "there is no database yet: `data/chat.db` does not exist");
    assert!(failure.help.unwrap().contains("chatgen db database setup"));
    fs::write(running.folder.path().join(".env"), "DATABASE_URL=postgres://me:pw@localhost/chat\n").unwrap();
    assert_eq!(
        running.query("SELECT 1").unwrap_err().message,
        "the project's database is no SQLite file: `postgres://…@localhost/chat`"
    );
    fs::write(running.folder.path().join(".env"), "DATABASE_URL=\"sqlite://other.db\"\n").unwrap();
    fs::write(running.folder.path().join("other.db"), "not a database").unwrap();
    assert!(running.query("SELECT 1 FROM users").unwrap_err().message.contains("file is not a database"));
}
