//! The database: migrations and their way back, connections, backups.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::time::sleep;

use ::my_chat::db::migrations;
use ::my_chat::hub::Revocation;
use ::my_chat::unit::Effect;

use crate::support::{Server, body};

#[tokio::test]
async fn every_migration_has_a_way_back() {
    let server = Server::start().await;
    let mut db = server.app.db.connect().await.unwrap();
    let full = structure(&mut db).await;
    migrations().undo(&mut db, 0).await.unwrap();
    assert_eq!(structure(&mut db).await, BTreeMap::new(), "left behind");
    migrations().run(&mut db).await.unwrap();
    assert_eq!(structure(&mut db).await, full);
}

/// Name → definition of everything that migrations make.
async fn structure(db: &mut SqliteConnection) -> BTreeMap<String, String> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, coalesce(sql, '') FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(db)
    .await
    .unwrap();
    rows.into_iter().collect()
}

#[tokio::test]
async fn references_and_checks_are_enforced() {
    let server = Server::start().await;
    let mut unit = server.app.begin().await.unwrap();
    let orphan = sqlx::query(
        "INSERT INTO login_sessions (user_id, token_hash, expires_at)
         VALUES (99, zeroblob(32), '2999-01-01T00:00:00+00:00')",
    );
    let error = orphan.execute(unit.db()).await.unwrap_err().to_string();
    assert!(error.contains("FOREIGN KEY"), "{error}");
    let nameless = sqlx::query(
        "INSERT INTO users (name, email, password_hash)
         VALUES ('', 'a@example.com', '')",
    );
    let error = nameless.execute(unit.db()).await.unwrap_err().to_string();
    assert!(error.contains("CHECK"), "{error}");
}

#[tokio::test]
async fn readers_can_not_write_and_do_not_wait() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let mut reader = server.app.read().await.unwrap();
    let write = sqlx::query("DELETE FROM users");
    let refused = write.execute(&mut *reader).await;
    assert!(refused.unwrap_err().to_string().contains("readonly"));
    let _writing = server.app.begin().await.unwrap();
    let query = "SELECT count(*) FROM users";
    let count: i64 = sqlx::query_scalar(query).fetch_one(&mut *reader).await.unwrap();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_busy_database_waits_instead_of_failing() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let url = &server.app.config.database_url;
    let mut other = SqliteConnection::connect(url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let free = async {
        sleep(Duration::from_millis(300)).await;
        sqlx::query("COMMIT").execute(&mut other).await.unwrap();
    };
    let change = json!({ "name": "Countess" });
    let (answer, ()) = tokio::join!(ada.patch("/api/me", &change), free);
    body(answer, StatusCode::OK).await;
}

#[tokio::test]
async fn a_change_moves_the_time_of_the_last_change() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let query = "SELECT updated_at > created_at FROM users";
    ada.patch("/api/me", &json!({ "name": "Countess" })).await;
    let mut db = server.app.read().await.unwrap();
    let moved: bool = sqlx::query_scalar(query).fetch_one(&mut *db).await.unwrap();
    assert!(moved);
}

#[tokio::test]
async fn what_is_rolled_back_leaves_no_trace() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut socket = ada.socket().await;
    let mut unit = server.app.begin().await.unwrap();
    let rename = sqlx::query("UPDATE users SET name = 'Eve'");
    rename.execute(unit.db()).await.unwrap();
    unit.then(Effect::Revoke(Revocation::User(ada.id)));
    assert_eq!(unit.dry_run().await.unwrap().len(), 1);
    assert_eq!(ada.json("/api/me").await["name"], "ada");
    socket.send(json!({ "type": "ping" })).await;
    socket.until("pong").await;
}

#[tokio::test]
async fn a_backup_is_a_whole_database() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let file = server.file("backup.db");
    server.app.db.backup(&file).await.unwrap();
    let mut copy = SqliteConnection::connect(&format!("sqlite://{file}")).await.unwrap();
    let query = "SELECT name FROM users";
    let name: String = sqlx::query_scalar(query).fetch_one(&mut copy).await.unwrap();
    assert_eq!(name, "ada");
    assert!(server.app.db.backup(&file).await.is_err(), "an existing file is not overwritten");
}
