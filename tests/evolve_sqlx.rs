//! The migrations of `tests/evolve/` as sqlx runs them: there and back, on a database with rows.

use std::fs;
use std::path::Path;

use chatgen::problem::Source;
use sqlx::Connection;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

const ROWS: &str = "
    INSERT INTO users (id, name, email, password_hash) VALUES (1, 'Ann', 'ann@example.com', 'x');
    INSERT INTO rooms (id, name) VALUES (1, 'Hall');
";

#[test]
fn a_table_made_anew_loses_no_row_that_refers_to_it() {
    let rows = "INSERT INTO tickets (id, title) VALUES (7, 'One');
        INSERT INTO comments (body, about_id, see_id) VALUES ('a', 7, NULL), ('b', 7, 7);";
    there_and_back("key_becomes_uuid", rows, "SELECT count(*) FROM comments JOIN tickets ON tickets.id = about_id", 2);
}

#[test]
fn a_dropped_table_takes_along_only_what_is_its_own() {
    let rows =
        "INSERT INTO projects (id, name) VALUES (1, 'P'); INSERT INTO tickets (title, project_id) VALUES ('One', 1);";
    migrated("add_and_drop_tables", rows, "SELECT count(*) FROM tickets", 1);
}

#[test]
fn rows_of_a_renamed_table_are_found_by_full_text_search() {
    let rows = "INSERT INTO tickets (title, room_id, number) VALUES ('Blue moon', 1, 1), ('Red sun', 1, 2);";
    there_and_back("rename_table", rows, "SELECT count(*) FROM NAME_search WHERE NAME_search MATCH 'moon'", 1);
}

#[test]
fn the_room_is_made_anew_under_its_members_and_messages() {
    let rows = "INSERT INTO memberships (room_id, user_id) VALUES (1, 1);
        INSERT INTO messages (room_id, user_id, body, body_html, seq) VALUES (1, 1, 'hi', 'hi', 1);";
    there_and_back("core_table_anew", rows, "SELECT count(*) FROM memberships m JOIN messages USING (room_id)", 1);
}

#[test]
fn rows_that_exist_are_numbered() {
    let rows = "INSERT INTO tickets (title, room_id) VALUES ('a', 1), ('b', 1), ('c', 1);";
    migrated("add_counter", rows, "SELECT last FROM tickets_number_counts WHERE parent = 1", 3);
    migrated("add_counter", rows, "SELECT number FROM tickets WHERE title = 'b'", 2);
}

fn migrated(case: &str, rows: &str, question: &str, answer: i64) {
    play(case, rows, &question.replace("NAME", "issues"), "", answer);
}

fn there_and_back(case: &str, rows: &str, question: &str, answer: i64) {
    play(case, rows, &question.replace("NAME", "issues"), &question.replace("NAME", "tickets"), answer);
}

/// Migrates with sqlx, asks, and goes back and asks again.
fn play(case: &str, rows: &str, after: &str, back: &str, answer: i64) {
    let folder = tempfile::tempdir().unwrap();
    let case = Path::new("tests/evolve").join(case);
    let old = fs::read_to_string(case.join("old.toml")).unwrap();
    let tree = chatgen::generate(&Source::new("chat.toml", &old)).unwrap().tree;
    for (path, text) in tree.iter().filter(|(path, _)| path.starts_with("migrations/")) {
        fs::write(folder.path().join(path.trim_start_matches("migrations/")), text).unwrap();
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
        let mut database = SqliteConnection::connect_with(&options).await.unwrap();
        let migrator = Migrator::new(folder.path()).await.unwrap();
        migrator.run_direct(None, &mut database, false).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("{ROWS}{rows}"))).execute(&mut database).await.unwrap();
        for way in ["up", "down"] {
            fs::copy(case.join(format!("{way}.sql")), folder.path().join(format!("9000_change.{way}.sql"))).unwrap();
        }
        let migrator = Migrator::new(folder.path()).await.unwrap();
        migrator.run_direct(None, &mut database, false).await.unwrap();
        assert_eq!(ask(&mut database, after).await, answer);
        assert_eq!(ask(&mut database, "PRAGMA foreign_keys").await, 1);
        if !back.is_empty() {
            migrator.undo(&mut database, 8999).await.unwrap();
            assert_eq!(ask(&mut database, back).await, answer);
        }
    });
}

async fn ask(database: &mut SqliteConnection, question: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(question.to_owned())).fetch_one(database).await.unwrap()
}
