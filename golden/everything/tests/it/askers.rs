//! Replies are for whoever asked: they end when that person may not hear them any more.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::replies::{
    NEVER, ROOMS, echo, has_text, last, say, tell, text, until, until_status,
};
use crate::support::{Person, body, problem};

/// Says something in a channel of several people, and returns the reply as it is then.
async fn ask(person: &Person, room: i64, question: &str) -> Value {
    say(person, room, &format!("@{} {question}", "Iris")).await;
    last(person, room).await
}

#[derive(Debug, Clone, Copy)]
enum Going {
    Banned,
    Removed,
    Left,
}

async fn go(how: Going, ada: &Person, bob: &Person, room: i64) {
    let gone = match how {
        Going::Banned => {
            let path = format!("/api/admin/users/{}", bob.id);
            ada.patch(&path, &json!({ "banned": true })).await
        }
        Going::Removed => ada.delete(&format!("{ROOMS}/{room}/members/{}", bob.id)).await,
        Going::Left => bob.post(&format!("{ROOMS}/{room}/leave"), &json!({})).await,
    };
    assert!(gone.status().is_success(), "{how:?}: {}", gone.status());
}

#[tokio::test]
async fn a_reply_ends_with_the_right_to_it_and_the_next_one_begins() {
    for how in [Going::Banned, Going::Removed, Going::Left] {
        let (server, ada, room) =
            echo(|config| config.assistant.echo_delay = Duration::from_millis(10)).await;
        let bob = server.sign_up("bob").await;
        bob.post(&format!("{ROOMS}/{room}/join"), &json!({})).await;
        let reply = ask(&bob, room, &"word ".repeat(2_000)).await;
        let queued = ask(&bob, room, "And this?").await;
        let other = ask(&ada, room, "Mine").await;
        until(&ada, &reply, has_text).await;
        let mut socket = ada.socket().await;
        socket.send(json!({ "type": "resume", "room": room })).await;
        socket.until("resumed").await;
        go(how, &ada, &bob, room).await;

        let stopped = until_status(&ada, &reply, "stopped").await;
        assert!(has_text(&stopped), "{how:?}: what was there stays");
        let unbegun = until_status(&ada, &queued, "stopped").await;
        let run = ada.json(&format!("/api/runs/{}", unbegun["run"]["id"])).await;
        assert_eq!((text(&unbegun), &run["started_at"]), ("", &Value::Null), "{how:?}");
        let done = until_status(&ada, &other, "done").await;
        assert!(text(&done).contains("Mine"), "{how:?}: {done}");
        // Nothing more of it was told after its end.
        let mut over = false;
        loop {
            let frame = socket.next().await;
            let ids = [&frame["message_id"], &frame["message"]["id"]];
            let of_reply = ids.contains(&&reply["id"]);
            over |= of_reply && frame["kind"] == "run.finished";
            if frame["kind"] == "run.finished" && frame["message"]["id"] == other["id"] {
                break;
            }
            assert!(!(over && of_reply && frame["type"] == "delta"), "{how:?}: {frame}");
        }
        assert!(over, "{how:?}");
    }
}

#[tokio::test]
async fn a_provider_that_hangs_is_let_go_with_whoever_asked() {
    let (server, ada, room) = echo(|config| config.assistant.echo_delay = NEVER).await;
    let bob = server.sign_up("bob").await;
    bob.post(&format!("{ROOMS}/{room}/join"), &json!({})).await;
    let reply = ask(&bob, room, "Hello?").await;
    until_status(&ada, &reply, "streaming").await;
    go(Going::Banned, &ada, &bob, room).await;
    until_status(&ada, &reply, "stopped").await;
}

#[tokio::test]
async fn whoever_signs_out_finds_the_reply_when_they_come_back() {
    let (server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(20)).await;
    let question = "one two three four five six seven eight";
    say(&ada, room, question).await;
    let reply = last(&ada, room).await;
    let out = ada.post("/api/logout", &json!({})).await;
    assert!(out.status().is_success());
    let ada = server.sign_in("ada").await;
    assert!(text(&until_status(&ada, &reply, "done").await).contains(question));
}

#[tokio::test]
async fn a_message_is_never_lost_to_a_limit() {
    let (_server, ada, room) = echo(|config| {
        config.assistant.echo_delay = NEVER;
        config.assistant.waiting = 5;
    })
    .await;
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "resume", "room": room })).await;
    socket.until("resumed").await;
    let mut replies = Vec::new();
    for n in 1..=9 {
        let prompt = say(&ada, room, &format!("number {n}")).await;
        let reply = last(&ada, room).await;
        assert_ne!(reply["id"], prompt["id"], "each has its reply, or why there is none");
        replies.push(reply);
    }
    let statuses: Vec<&Value> = replies.iter().map(|reply| &reply["run"]["status"]).collect();
    assert!(!statuses[..5].iter().any(|status| **status == "failed"), "{statuses:?}");
    assert!(statuses[5..].iter().all(|status| **status == "failed"), "{statuses:?}");
    let refused = &replies[8];
    assert!(refused["run"]["error"].as_str().unwrap().contains("5 replies"), "{refused}");
    loop {
        let frame = socket.next().await;
        if frame["kind"] == "message.created" && frame["message"]["id"] == refused["id"] {
            let html = frame["html"].as_str().unwrap();
            assert!(html.contains("5 replies") && html.contains("data-retry"), "{html}");
            break;
        }
    }
    // By hand it is refused while the limit holds, and works after it.
    let again = tell(&ada, refused, "retry").await;
    assert!(again.headers().contains_key("retry-after"));
    problem(again, StatusCode::TOO_MANY_REQUESTS).await;
    tell(&ada, &replies[0], "stop").await;
    body(tell(&ada, refused, "retry").await, StatusCode::CREATED).await;
}
