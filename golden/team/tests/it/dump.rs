//! A dump, as SQLite's own shell writes and reads it, keeps every row: also with a shell that is older than the server.

use std::io::ErrorKind;
use std::process::{Command, Stdio};

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::support::Server;

#[tokio::test]
async fn every_row_of_a_dump_arrives() {
    let server = Server::start().await;
    fill(&server).await;
    let (from, to) = (server.file("chat.db"), server.file("restored.db"));
    let dump = match Command::new("sqlite3").args([&from, ".dump"]).output() {
        Ok(dump) => dump.stdout,
        // Nothing to try it with.
        Err(error) if error.kind() == ErrorKind::NotFound => return,
        Err(error) => panic!("{error}"),
    };
    let script = server.file("dump.sql");
    std::fs::write(&script, dump).unwrap();
    let mut shell = Command::new("sqlite3");
    shell.arg(&to).stdin(std::fs::File::open(script).unwrap()).stderr(Stdio::piped());
    let said = shell.output().unwrap().stderr;
    assert!(said.is_empty(), "{}", String::from_utf8_lossy(&said));
    assert_eq!(counts(&to).await, counts(&from).await);
}

/// SQLite before 3.41 says of nothing that it is no JSON.
#[tokio::test]
async fn no_check_asks_whether_nothing_is_json() {
    let server = Server::start().await;
    let mut db = server.app.read().await.unwrap();
    let tables = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut *db).await.unwrap();
    let columns = tables.iter().flat_map(|table| table.lines());
    let asks = columns.filter(|column| column.contains("json_valid("));
    for column in asks {
        let safe = column.contains(" IS NULL OR json_valid(") || column.contains(" NOT NULL");
        assert!(safe, "write: CHECK (x IS NULL OR json_valid(x)) instead of: {column}");
    }
}

/// Rows of every kind, also such with nothing in a column that may be empty.
async fn fill(server: &Server) {
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let message = ada.say(&room, "Is there *tea*?").await;
    ada.delete(&format!("/api/messages/{}", message["id"])).await;
    ada.say(&room, "There is.").await;
    crate::models::decision::create(server, &ada, 20).await;
    crate::models::project::create(server, &ada, 40).await;
    crate::models::task::create(server, &ada, 60).await;
}

/// Table and number of rows.
async fn counts(file: &str) -> Vec<(String, i64)> {
    let mut db = SqliteConnection::connect(&format!("sqlite://{file}")).await.unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut db).await.unwrap();
    let mut counts = Vec::new();
    for table in tables {
        let mut count = sqlx::QueryBuilder::new("SELECT count(*) FROM ");
        count.push(format!("\"{table}\""));
        let rows = count.build_query_scalar().fetch_one(&mut db).await.unwrap();
        counts.push((table, rows));
    }
    counts
}
