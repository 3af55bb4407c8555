//! What the sockets of a channel hear: each change once, in order, and nothing that is not theirs.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use ::everything::hub::Topic;

use crate::support::{Server, Socket, body, items, room_id, seqs};

#[tokio::test]
async fn everybody_hears_what_happens() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let mut on_ada = ada.follow(&room).await;
    let mut on_bob = bob.follow(&room).await;
    let sent = ada.say(&room, "hello **you**").await;
    for socket in [&mut on_ada, &mut on_bob] {
        let event = socket.until("event").await;
        assert_eq!(event["room"], room_id(&room));
        assert_eq!(event["kind"], "message.created");
        assert_eq!(event["seq"], sent["seq"]);
        assert_eq!(event["message"], sent);
        let html = event["html"].as_str().unwrap();
        assert!(html.contains("<article") && html.contains("<strong>you</strong>"), "{html}");
    }
}

#[tokio::test]
async fn after_a_cut_all_that_was_missed_is_told() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let first = bob.say(&room, "first").await;
    let second = bob.say(&room, "second").await;
    let socket = bob.follow(&room).await;
    let seen = second["seq"].as_i64().unwrap();
    drop(socket);
    let third = ada.say(&room, "third").await;
    let path = |message: &Value| format!("/api/messages/{}", message["id"]);
    let edited = bob.patch(&path(&first), &json!({ "body": "first, again" })).await;
    body(edited, StatusCode::OK).await;
    assert!(bob.delete(&path(&second)).await.status().is_success());
    let cake = format!("{}/reactions/🍰", path(&third));
    for (person, method) in [(&ada, Method::PUT), (&bob, Method::PUT), (&bob, Method::DELETE)] {
        let answer = person.request(method, &cake).send().await.unwrap();
        assert!(answer.status().is_success());
    }
    let mut socket = bob.socket().await;
    let events = socket.resume(&room, seen).await;
    let kinds: Vec<&str> = events.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    let changes = ["message.created", "message.edited", "message.deleted"];
    let reactions = ["reaction.added", "reaction.added", "reaction.removed"];
    assert_eq!(kinds, [changes, reactions].concat());
    assert_in_order(&events, seen);
    // Whoever applies the events has what the others see.
    let now = bob.read(&room).await;
    for event in &events {
        let message = now.iter().find(|message| message["id"] == event["message"]["id"]);
        assert_eq!(&event["message"], message.unwrap());
    }
    assert_eq!(now[0]["body"], "first, again");
    assert_eq!(now[1]["deleted"], true);
    assert_eq!(now[2]["id"], third["id"]);
    // The same for programs without a socket.
    let log = bob.json(&format!("{room}/events?after={seen}")).await;
    assert_eq!(items(log), events);
}

#[tokio::test]
async fn nothing_falls_between_the_page_and_the_socket() {
    const MESSAGES: usize = 1000;
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let start = ada.json(&room).await["last_seq"].as_i64().unwrap();
    let end = start + MESSAGES as i64;
    let write = async {
        for part in 0..4 {
            let say = async |n| drop(ada.say(&room, &format!("{part}/{n}")).await);
            for n in 0..MESSAGES / 4 {
                say(n).await;
            }
        }
    };
    // They come one after another while messages arrive: each has the page of some moment.
    let read = async |n: u64| {
        tokio::time::sleep(Duration::from_millis(40 * n)).await;
        let seen = ada.json(&room).await["last_seq"].as_i64().unwrap();
        let mut socket = ada.socket().await;
        let mut events = socket.resume(&room, seen).await;
        while seen + (events.len() as i64) < end {
            events.push(socket.until("event").await);
        }
        assert_in_order(&events, seen);
    };
    let readers = async { futures_util::future::join_all((0..20).map(read)).await };
    tokio::join!(write, readers);
}

#[tokio::test]
async fn who_was_away_too_long_loads_the_page_again() {
    let server = Server::with(|config| config.events_kept = 5).await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    for n in 0..10 {
        ada.say(&room, &n.to_string()).await;
    }
    let head = ada.json(&room).await["last_seq"].as_i64().unwrap();
    let mut socket = ada.socket().await;
    for unknown in [0, head - 6, head + 1, -7, i64::MAX] {
        socket.ask(&room, Some(unknown)).await;
        assert_eq!(socket.until("full_refresh_required").await["seq"], head, "after {unknown}");
        assert_eq!(socket.until("resumed").await["seq"], head);
        let log = ada.json(&format!("{room}/events?after={unknown}")).await;
        assert_eq!(log["full_refresh_required"], true);
    }
    assert_eq!(socket.resume(&room, head - 5).await.len(), 5, "so many are kept");
    ada.say(&room, "and on it goes").await;
    assert_eq!(socket.until("event").await["seq"], head + 1);
}

#[tokio::test]
async fn what_is_closed_tells_others_nothing() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.close("Secret").await;
    let mut socket = eve.socket().await;
    socket.ask(&room, Some(0)).await;
    assert_eq!(socket.until("error").await["code"], "not_found");
    socket.send(json!({ "type": "resume", "room": 999_999 })).await;
    assert_eq!(socket.until("error").await["code"], "not_found");
    ada.say(&room, "treasure").await;
    assert!(heard(&mut socket).await.is_empty());
}

#[tokio::test]
async fn who_is_sent_away_hears_no_more() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.close("Secret").await;
    ada.add(&room, &bob).await;
    let mut socket = bob.follow(&room).await;
    let start = Instant::now();
    let gone = ada.delete(&format!("{room}/members/{}", bob.id)).await;
    assert!(gone.status().is_success());
    assert_eq!(socket.until("left").await["room"], room_id(&room));
    assert!(start.elapsed().as_secs() < 1);
    ada.say(&room, "without bob").await;
    assert!(heard(&mut socket).await.is_empty());
}

#[tokio::test]
async fn who_only_looked_in_hears_no_more_once_it_is_closed() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.open("Tea").await;
    let mut socket = eve.follow(&room).await;
    ada.say(&room, "come in").await;
    socket.until("event").await;
    let closed = ada.patch(&room, &json!({ "kind": "closed" })).await;
    body(closed, StatusCode::OK).await;
    ada.say(&room, "among ourselves").await;
    assert_eq!(heard(&mut socket).await, ["left"]);
}

#[tokio::test]
async fn who_is_signed_out_is_gone_within_a_second() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let mut socket = ada.follow(&room).await;
    let start = Instant::now();
    assert!(ada.post("/api/logout", &json!({})).await.status().is_success());
    assert_eq!(socket.closed().await, 4001);
    assert!(start.elapsed().as_secs() < 1);
    assert!(Socket::open(server.address, &ada.token).await.is_err());
}

#[tokio::test]
async fn nonsense_is_refused_and_a_flood_ends_the_socket() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut socket = ada.socket().await;
    for nonsense in [json!(7), json!({}), json!({ "type": "dance" }), json!({ "type": "resume" })] {
        socket.send(nonsense).await;
        assert_eq!(socket.until("error").await["code"], "bad_request");
    }
    socket.frames_before_pong().await;
    for _ in 0..1000 {
        if !socket.try_send(json!({ "type": "ping" })).await {
            break;
        }
    }
    assert_eq!(socket.until("error").await["code"], "rate_limited");
    assert_eq!(socket.closed().await, 1008);
}

#[tokio::test]
async fn reading_moves_the_marker() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let seq = ada.say(&room, "news").await["seq"].clone();
    let mut socket = bob.follow(&room).await;
    socket.send(json!({ "type": "read", "room": room_id(&room), "seq": seq })).await;
    socket.frames_before_pong().await;
    assert_eq!(bob.json(&room).await["membership"]["last_read_seq"], seq);
}

#[tokio::test]
async fn others_see_who_types_until_they_are_gone() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    let mut on_ada = ada.follow(&room).await;
    let mut on_bob = bob.follow(&room).await;
    on_bob.send(json!({ "type": "typing", "room": room_id(&room), "on": true })).await;
    let typing = on_ada.until("typing").await;
    assert_eq!((&typing["user"], &typing["name"]), (&json!(bob.id), &json!("bob")));
    assert_eq!(typing["on"], true);
    drop(on_bob);
    assert_eq!(on_ada.until("typing").await["on"], false);
}

#[tokio::test]
async fn others_see_who_is_here_and_a_reload_goes_unnoticed() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    let mut on_ada = ada.follow(&room).await;
    assert_eq!(present(&mut on_ada).await, ["ada"]);
    let on_bob = bob.follow(&room).await;
    assert_eq!(present(&mut on_ada).await, ["ada", "bob"]);
    drop(on_bob);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut on_bob = bob.follow(&room).await;
    assert_eq!(present(&mut on_bob).await, ["ada", "bob"]);
    assert!(on_ada.frames_before_pong().await.is_empty());
    drop(on_bob);
    assert_eq!(present(&mut on_ada).await, ["ada"]);
}

async fn present(socket: &mut Socket) -> Vec<String> {
    let presence = socket.until("presence").await;
    let users = presence["users"].as_array().unwrap().clone();
    users.iter().map(|user| user["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_list_tells_those_who_watch_it() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let view = "attachments";
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "watch", "view": "no such list" })).await;
    assert_eq!(socket.until("error").await["code"], "not_found");
    socket.send(json!({ "type": "watch", "view": view })).await;
    socket.frames_before_pong().await;
    let frame = json!({ "type": "view", "view": view, "action": "created", "id": 7 });
    server.app.hub.ephemeral(Topic::View(view), frame.to_string().into());
    assert_eq!(socket.until("view").await, frame);
    assert_eq!(server.app.hub.online(Topic::View(view)), [ada.id]);
    socket.send(json!({ "type": "unwatch", "view": view })).await;
    socket.frames_before_pong().await;
    server.app.hub.ephemeral(Topic::View(view), "{}".into());
    assert!(heard(&mut socket).await.is_empty());
}

/// The events follow each other without a gap, from just after `seen` on.
fn assert_in_order(events: &[Value], seen: i64) {
    assert_eq!(seqs(events), (seen + 1..).take(events.len()).collect::<Vec<_>>());
}

/// The types of all that is told before an answer, but for who is here.
async fn heard(socket: &mut Socket) -> Vec<String> {
    tokio::time::sleep(Duration::from_millis(300)).await;
    let frames = socket.frames_before_pong().await;
    let types = frames.iter().map(|frame| frame["type"].as_str().unwrap().to_owned());
    types.filter(|kind| kind != "presence").collect()
}
