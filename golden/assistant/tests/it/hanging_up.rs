//! Clients that hang up at any moment: what they stored is told, and what they asked for is done.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use ::my_chat::config::assistant::Provider;

use crate::support::{Server, seqs};

const SENDS: u64 = 150;

/// Sends a message and hangs up without waiting for the answer.
async fn send_and_hang_up(address: SocketAddr, token: &str, path: &str, client_id: u64) {
    let message =
        json!({ "body": format!("number {client_id}"), "client_id": client_id.to_string() });
    let message = message.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{message}",
        message.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    sleep(Duration::from_micros(getrandom::u64().unwrap() % 12_000)).await;
}

#[tokio::test]
async fn what_is_stored_is_told_and_answered() {
    let server = Server::with(|config| {
        config.assistant.provider = Provider::Echo;
        config.assistant.echo_delay = Duration::ZERO;
        config.assistant.waiting = u32::MAX;
        config.assistant.hourly = u32::MAX;
    })
    .await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let before = ada.json(&room).await["last_seq"].as_i64().unwrap();
    let mut socket = ada.follow(&room).await;
    let path = format!("{room}/messages");
    for client_id in 0..SENDS {
        send_and_hang_up(server.address, &ada.token, &path, client_id).await;
    }
    // Whatever was under way is done once a unit of work that came after it is.
    server.app.begin().await.unwrap().commit().await.unwrap();
    let mut waiting = 1;
    while waiting > 0 {
        sleep(Duration::from_millis(20)).await;
        let query = "SELECT count(*) FROM runs WHERE finished_at IS NULL";
        let mut db = server.app.read().await.unwrap();
        waiting = sqlx::query_scalar(query).fetch_one(&mut *db).await.unwrap();
    }
    let last = ada.json(&room).await["last_seq"].as_i64().unwrap();
    let heard = if last > before { socket.events_to(last).await } else { Vec::new() };
    assert_eq!(seqs(&heard), (before + 1..=last).collect::<Vec<_>>());
    // What was sent is sent again, and is stored once.
    for client_id in 0..SENDS {
        let again = json!({
            "body": format!("number {client_id}"), "client_id": client_id.to_string()
        });
        assert!(ada.post(&path, &again).await.status().is_success());
    }
    let mut db = server.app.read().await.unwrap();
    let stored = sqlx::query_scalar(
        "SELECT count(*) FROM messages
         WHERE client_id IS NOT NULL",
    );
    let stored: i64 = stored.fetch_one(&mut *db).await.unwrap();
    assert_eq!(stored, i64::try_from(SENDS).unwrap());
}

#[tokio::test]
async fn a_send_that_is_repeated_starts_a_reply_that_nobody_started() {
    let server = Server::with(|config| {
        config.assistant.provider = Provider::Echo;
        config.assistant.echo_delay = Duration::ZERO;
    })
    .await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let path = format!("{room}/messages");
    let hello = json!({ "body": "hello", "client_id": "1" });
    ada.post(&path, &hello).await;
    let reply = until_done(&server).await;
    // As if the process had ended between the commit and what follows it.
    let mut unit = server.app.begin().await.unwrap();
    let back = "UPDATE runs SET status = 'queued', started_at = NULL, finished_at = NULL";
    sqlx::query(back).execute(unit.db()).await.unwrap();
    unit.commit().await.unwrap();
    ada.post(&path, &hello).await;
    assert_eq!(until_done(&server).await, reply);
}

/// Waits until the one run is done.
async fn until_done(server: &Server) -> Value {
    loop {
        let query = "SELECT message_id FROM runs WHERE status = 'done'";
        let mut db = server.app.read().await.unwrap();
        let done: Option<i64> = sqlx::query_scalar(query).fetch_optional(&mut *db).await.unwrap();
        if let Some(done) = done {
            return done.into();
        }
        drop(db);
        sleep(Duration::from_millis(5)).await;
    }
}
