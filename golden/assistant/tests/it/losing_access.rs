//! Whoever loses a chat session hears no more of it, however slowly they read what was said before.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Person, Server, Socket, room_id};

/// More than the network's buffers take in for somebody who does not read.
const MESSAGES: usize = 500;

const SECRET: &str = "only for those who stayed";

/// A room with a long history, and somebody who has begun to read it, slowly.
async fn reading(server: &Server) -> (Person, Person, String, Socket) {
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.open("Tea").await;
    let long = "0123456789 ".repeat(1400);
    for _ in 0..MESSAGES {
        ada.say(&room, &long).await;
    }
    let mut socket = Socket::slow(server.address, &eve.token).await;
    socket.until("hello").await;
    (ada, eve, room, socket)
}

/// Reads on to the end of what is told; the secret must not be in it.
async fn must_be_left(socket: &mut Socket) -> Vec<Value> {
    let mut frames = Vec::new();
    loop {
        let frame = socket.next().await;
        assert!(!frame.to_string().contains(SECRET), "told what is none of their business");
        let left = frame["type"] == "left";
        frames.push(frame);
        if left {
            break;
        }
    }
    let rest = socket.frames_before_pong().await;
    assert!(rest.iter().all(|frame| frame["room"].is_null()), "{rest:?}");
    frames
}

async fn close(ada: &Person, room: &str) {
    let closed = ada.patch(room, &json!({ "kind": "closed" })).await;
    assert_eq!(closed.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_outsider_who_reads_back_slowly_while_it_is_closed() {
    let server = Server::start().await;
    let (ada, _eve, room, mut socket) = reading(&server).await;
    socket.ask(&room, Some(0)).await;
    socket.until("event").await;
    close(&ada, &room).await;
    ada.say(&room, SECRET).await;
    let frames = must_be_left(&mut socket).await;
    assert!(frames.len() < MESSAGES, "all of the history was told after it was closed");
}

#[tokio::test]
async fn an_outsider_who_listens_slowly_while_it_is_closed() {
    let server = Server::start().await;
    let (ada, _eve, room, mut socket) = reading(&server).await;
    socket.ask(&room, None).await;
    socket.until("resumed").await;
    let long = "9876543210 ".repeat(1400);
    for _ in 0..200 {
        ada.say(&room, &long).await;
    }
    close(&ada, &room).await;
    ada.say(&room, SECRET).await;
    must_be_left(&mut socket).await;
}

#[tokio::test]
async fn a_member_who_reads_back_slowly_while_they_are_sent_away() {
    for kind in ["open", "closed"] {
        let server = Server::start().await;
        let (ada, eve, room, mut socket) = reading(&server).await;
        eve.join(&room).await;
        let changed = ada.patch(&room, &json!({ "kind": kind })).await;
        assert_eq!(changed.status(), StatusCode::OK);
        socket.ask(&room, Some(0)).await;
        socket.until("event").await;
        let removed = ada.delete(&format!("{room}/members/{}", eve.id)).await;
        assert_eq!(removed.status(), StatusCode::NO_CONTENT);
        ada.say(&room, SECRET).await;
        must_be_left(&mut socket).await;
    }
}

#[tokio::test]
async fn what_was_changed_after_it_was_closed_is_not_told_of_before() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    for _ in 0..20 {
        let room = ada.open("Tea").await;
        let mut socket = eve.follow(&room).await;
        let hello = ada.say(&room, "hello").await;
        close(&ada, &room).await;
        let edit = format!("/api/messages/{}", hello["id"]);
        assert_eq!(ada.patch(&edit, &json!({ "body": SECRET })).await.status(), StatusCode::OK);
        must_be_left(&mut socket).await;
    }
}

#[tokio::test]
async fn nothing_of_the_moment_is_told_either() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.open("Tea").await;
    let (mut own, mut socket) = (ada.follow(&room).await, eve.follow(&room).await);
    close(&ada, &room).await;
    own.send(json!({ "type": "typing", "room": room_id(&room), "on": true })).await;
    own.until("typing").await;
    for frame in must_be_left(&mut socket).await {
        assert_ne!(frame["type"], "typing", "{frame}");
    }
}

#[tokio::test]
async fn whoever_is_let_in_again_follows_again() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.open("Tea").await;
    eve.join(&room).await;
    let mut socket = eve.follow(&room).await;
    for _ in 0..10 {
        let removed = ada.delete(&format!("{room}/members/{}", eve.id)).await;
        assert_eq!(removed.status(), StatusCode::NO_CONTENT);
        ada.add(&room, &eve).await;
        socket.ask(&room, None).await;
        socket.until("resumed").await;
    }
    let said = ada.say(&room, "welcome back").await;
    let frame = socket.until("event").await;
    assert_eq!((&frame["seq"], frame["room"].as_i64()), (&said["seq"], Some(room_id(&room))));
}
