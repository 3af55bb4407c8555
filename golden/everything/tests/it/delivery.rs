//! What is acknowledged is stored, once, and reaches everybody, however slow or unlucky somebody is.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::process::{free_address, serve_at};
use crate::support::{Browser, Folder, Person, Server, seqs};

#[tokio::test]
async fn many_sockets_hear_the_same() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let mut sockets = join_all((0..50).map(|_| ada.follow(&room))).await;
    let mut last = 0;
    for n in 0..20 {
        last = ada.say(&room, &n.to_string()).await["seq"].as_i64().unwrap();
    }
    let expected: Vec<i64> = (last - 19..=last).collect();
    for heard in join_all(sockets.iter_mut().map(|socket| socket.events_to(last))).await {
        assert_eq!(seqs(&heard), expected);
    }
}

#[tokio::test]
async fn a_slow_reader_delays_nobody_and_comes_back() {
    const END: &str = "the end";
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let seen = ada.json(&room).await["last_seq"].as_i64().unwrap();
    let mut slow = bob.follow(&room).await;
    let mut quick = ada.follow(&room).await;
    // The network's buffers take in a good deal for somebody who does not read.
    let long = "0123456789 ".repeat(1400);
    let write = async {
        for n in 0..2000 {
            ada.say(&room, &long).await;
            if n % 20 == 0 && figures(&ada).await.contains("hub_closed_total{code=\"4008\"}") {
                break;
            }
        }
        ada.say(&room, END).await["seq"].as_i64().unwrap()
    };
    let read = async {
        let mut heard = Vec::new();
        loop {
            heard.push(quick.until("event").await);
            if heard.last().is_some_and(|event| event["message"]["body"] == END) {
                return heard;
            }
        }
    };
    let (heard, last) = tokio::join!(read, write);
    assert_eq!(seqs(&heard), (seen + 1..=last).collect::<Vec<_>>());
    let mut known = seen;
    let code = loop {
        match slow.event_or_code().await {
            Ok(event) => {
                assert_eq!(event["seq"], known + 1, "a gap before it was closed");
                known += 1;
            }
            Err(code) => break code,
        }
    };
    assert_eq!(code, 4008);
    let missed = bob.socket().await.resume(&room, known).await;
    assert_eq!(seqs(&missed), (known + 1..=last).collect::<Vec<_>>());
    let figures = figures(&ada).await;
    let dropped = "hub_dropped_total{class=\"event\"}";
    for figure in [dropped, "hub_delivered_total", "hub_replayed_total", "hub_sockets"] {
        assert!(figures.contains(figure), "{figure} is missing");
    }
}

async fn figures(person: &Person) -> String {
    person.get("/metrics").await.text().await.unwrap()
}

#[tokio::test]
async fn killing_the_server_loses_nothing_that_was_acknowledged() {
    const SENDERS: usize = 4;
    const EACH: usize = 40;
    let folder = Folder::new();
    let address = free_address();
    let mut server = serve_at(&folder, address).await;
    let ada = Browser::at(address).sign_up("ada").await;
    let room = ada.open("Tea").await;
    let before = ada.json(&room).await["last_seq"].as_i64().unwrap();
    let senders = join_all((0..SENDERS).map(|sender| send_all(&ada, &room, sender, EACH)));
    let accidents = async {
        for _ in 0..2 {
            sleep(Duration::from_millis(250)).await;
            server.kill().await.unwrap();
            server = serve_at(&folder, address).await;
        }
    };
    let (acknowledged, ()) = tokio::join!(senders, accidents);
    let acknowledged: BTreeMap<String, i64> = acknowledged.into_iter().flatten().collect();
    assert_eq!(acknowledged.len(), SENDERS * EACH);
    // Each is in the log once, under the id that its sender was told, and the log has no gap.
    let events = ada.socket().await.resume(&room, before).await;
    let stored = events.iter().map(|event| &event["message"]);
    let stored: Vec<(String, i64)> =
        stored.map(|message| (client_id(message), id(message))).collect();
    assert_eq!(stored.len(), SENDERS * EACH, "stored twice");
    assert_eq!(stored.into_iter().collect::<BTreeMap<_, _>>(), acknowledged);
    assert_eq!(seqs(&events), (before + 1..).take(SENDERS * EACH).collect::<Vec<_>>());
}

/// Sends messages one by one, each until it is acknowledged; returns which id each client id got.
async fn send_all(ada: &Person, room: &str, sender: usize, count: usize) -> Vec<(String, i64)> {
    let mut acknowledged = Vec::new();
    for n in 0..count {
        let client_id = format!("{sender}-{n}");
        let message = json!({ "body": format!("message {n}"), "client_id": client_id });
        let stored = loop {
            let send = ada.request(Method::POST, &format!("{room}/messages")).json(&message);
            match send.send().await {
                Ok(answer) if answer.status().is_success() => match answer.json::<Value>().await {
                    Ok(stored) => break stored,
                    Err(_) => sleep(Duration::from_millis(10)).await,
                },
                _ => sleep(Duration::from_millis(10)).await,
            }
        };
        acknowledged.push((client_id, id(&stored)));
    }
    acknowledged
}

fn id(message: &Value) -> i64 {
    message["id"].as_i64().unwrap()
}

fn client_id(message: &Value) -> String {
    message["client_id"].as_str().unwrap().to_owned()
}
