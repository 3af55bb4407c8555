//! A database that is another one than before says so: numbers of events from before mean nothing in it.

use std::path::Path;

use serde_json::{Value, json};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use crate::support::{Folder, Person, Server, Socket, room_id};

/// A socket, and the epoch that it was greeted with.
async fn greeted(server: &Server, token: &str) -> (Socket, String) {
    let mut socket = Socket::open(server.address, token).await.unwrap();
    let hello = socket.until("hello").await;
    (socket, hello["epoch"].as_str().unwrap().to_owned())
}

/// What the server answers to somebody who has seen `after` in an epoch.
async fn resume(socket: &mut Socket, room: &str, after: i64, epoch: &str) -> Vec<Value> {
    let room = room_id(room);
    socket.send(json!({ "type": "resume", "room": room, "after": after, "epoch": epoch })).await;
    let mut frames = Vec::new();
    loop {
        let frame = socket.next().await;
        let done = frame["type"] == "resumed";
        frames.push(frame);
        if done {
            return frames;
        }
    }
}

fn kinds(frames: &[Value]) -> Vec<&str> {
    frames.iter().map(|frame| frame["type"].as_str().unwrap()).collect()
}

async fn say(person: &Person, room: &str, times: usize) -> i64 {
    let mut seq = 0;
    for n in 0..times {
        seq = person.say(room, &n.to_string()).await["seq"].as_i64().unwrap();
    }
    seq
}

/// Puts a database in the place of the folder's.
fn replace(folder: &Folder, copy: &Path) {
    for file in ["chat.db", "chat.db-wal", "chat.db-shm"] {
        let _ = std::fs::remove_file(folder.0.join(file));
    }
    std::fs::copy(copy, folder.0.join("chat.db")).unwrap();
}

#[tokio::test]
async fn a_restart_is_the_same_epoch() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let seen = say(&ada, &room, 2).await;
    let (_, epoch) = greeted(&server, &ada.token).await;
    let server = server.restart(|_| ()).await;
    let (mut socket, same) = greeted(&server, &ada.token).await;
    assert_eq!(same, epoch);
    let frames = resume(&mut socket, &room, seen - 1, &epoch).await;
    assert_eq!(kinds(&frames), ["event", "resumed"]);
}

#[tokio::test]
async fn a_database_from_before_epochs_gets_one() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut unit = server.app.begin().await.unwrap();
    sqlx::query("DELETE FROM database_epoch").execute(unit.db()).await.unwrap();
    unit.commit().await.unwrap();
    let server = server.restart(|_| ()).await;
    let (_, epoch) = greeted(&server, &ada.token).await;
    assert!(!epoch.is_empty());
    assert_eq!(server.visitor().get("/ready").await.status(), 200);
}

#[tokio::test]
async fn a_backup_that_is_restored_is_another_epoch() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    say(&ada, &room, 4).await;
    let elsewhere = Folder::new();
    let backup = elsewhere.0.join("backup.db");
    server.app.db.backup(&backup.display().to_string()).await.unwrap();
    let lost = say(&ada, &room, 6).await;
    let (_, epoch) = greeted(&server, &ada.token).await;

    let token = ada.token.clone();
    let server = server.restart(|folder| replace(folder, &backup)).await;
    let ada = server.sign_in("ada").await;
    let head = say(&ada, &room, 8).await;
    assert!(head > lost, "the new events have the numbers of those that are lost");
    let (mut socket, other) = greeted(&server, &token).await;
    assert_ne!(other, epoch);
    let frames = resume(&mut socket, &room, lost, &epoch).await;
    assert_eq!(kinds(&frames), ["full_refresh_required", "resumed"]);
    assert_eq!(frames[0]["seq"], head);
    assert_eq!(kinds(&resume(&mut socket, &room, head - 1, &other).await), ["event", "resumed"]);

    let events = ada.json(&format!("{room}/events?after={lost}&epoch={epoch}")).await;
    assert_eq!(events["full_refresh_required"], true);
    let events = ada.json(&format!("{room}/events?after={lost}&epoch={other}")).await;
    assert_eq!(events["full_refresh_required"], false);
    assert_eq!(events["epoch"], other.as_str());
}

#[tokio::test]
async fn a_copy_by_other_means_is_another_epoch() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let (_, epoch) = greeted(&server, &ada.token).await;
    let server = server
        .restart(|folder| {
            let (old, copy) = (folder.0.join("chat.db"), folder.0.join("copy.db"));
            std::fs::copy(&old, &copy).unwrap();
            std::fs::rename(&copy, &old).unwrap();
        })
        .await;
    let (_, other) = greeted(&server, &ada.token).await;
    assert_ne!(other, epoch);
}

#[tokio::test]
async fn a_later_builds_events_and_migrations_are_passed_over() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let mut socket = ada.follow(&room).await;
    let mut later = SqliteConnection::connect(&server.app.config.database_url).await.unwrap();
    for statement in [
        "PRAGMA ignore_check_constraints = ON",
        "INSERT INTO chat_session_events (room_id, seq, kind)
         SELECT id, last_seq + 1, 'poll.opened' FROM chat_sessions",
        "UPDATE chat_sessions SET last_seq = last_seq + 1",
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', 1, x'00', 0)",
    ] {
        sqlx::query(statement).execute(&mut later).await.unwrap();
    }
    let said = ada.say(&room, "and so on").await;
    let unknown = socket.until("event").await;
    assert_eq!(unknown["kind"], "poll.opened");
    assert_eq!(socket.until("event").await["seq"], said["seq"]);
    let server = server.restart(|_| ()).await;
    assert_eq!(server.sign_in("ada").await.json("/api/me").await["name"], "ada");
}
