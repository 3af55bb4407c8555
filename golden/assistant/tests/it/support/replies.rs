//! Asking the assistant, and waiting for what it says.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};

use ::my_chat::config::Config;
use ::my_chat::config::assistant::Provider;

use super::{Person, Server, body};

pub const ROOMS: &str = "/api/chat-sessions";

/// Longer than any test takes.
pub const NEVER: Duration = Duration::from_secs(3600);

/// A server whose assistant echoes, a word every few milliseconds, and Ada in a room of her own.
pub async fn echo(change: impl FnOnce(&mut Config)) -> (Server, Person, i64) {
    let server = Server::with(|config| {
        config.assistant.provider = Provider::Echo;
        config.assistant.echo_delay = Duration::from_millis(5);
        change(config);
    })
    .await;
    let ada = server.sign_up("ada").await;
    let room = open_room(&ada).await;
    (server, ada, room)
}

pub async fn open_room(person: &Person) -> i64 {
    let made = person.post(ROOMS, &json!({ "name": "Questions" })).await;
    body(made, StatusCode::CREATED).await["id"].as_i64().unwrap()
}

pub async fn say(person: &Person, room: i64, text: &str) -> Value {
    let sent = person.post(&format!("{ROOMS}/{room}/messages"), &json!({ "body": text })).await;
    body(sent, StatusCode::CREATED).await
}

/// Says something, and returns the reply as it is then.
pub async fn ask(person: &Person, room: i64, text: &str) -> Value {
    say(person, room, text).await;
    last(person, room).await
}

pub async fn last(person: &Person, room: i64) -> Value {
    let page = person.json(&format!("{ROOMS}/{room}/messages?limit=1")).await;
    page["items"][0].clone()
}

/// The reply once this holds for it.
pub async fn until(person: &Person, reply: &Value, holds: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let reply = person.json(&format!("/api/messages/{}", reply["id"])).await;
        if holds(&reply) {
            return reply;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "still {reply}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub async fn until_status(person: &Person, reply: &Value, status: &str) -> Value {
    until(person, reply, |reply| reply["run"]["status"] == status).await
}

pub fn has_text(reply: &Value) -> bool {
    reply["body"] != ""
}

pub fn text(reply: &Value) -> &str {
    reply["body"].as_str().unwrap()
}

pub async fn tell(person: &Person, reply: &Value, what: &str) -> reqwest::Response {
    person.post(&format!("/api/runs/{}/{what}", reply["run"]["id"]), &json!({})).await
}
