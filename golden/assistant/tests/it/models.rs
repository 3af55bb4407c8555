//! The JSON API of the schema's own models, each with rows of its own.

pub mod ticket;

use std::future::Future;
use std::time::Duration;

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::support::{Person, Server, body, items};

/// A chat session that nobody else gets into.
pub async fn room(ada: &Person) -> Value {
    let room = json!({ "name": "Quiet", "kind": "closed" });
    let room = ada.post("/api/chat-sessions", &room).await;
    body(room, StatusCode::CREATED).await["id"].clone()
}

/// How somebody's right to change anything ends.
const ENDS: [&str; 2] = ["signed out", "banned"];

/// Each end with each of these.
pub fn pairs<'a>(acts: &'a [&'a str]) -> impl Iterator<Item = (&'static str, &'a str)> {
    ENDS.iter().flat_map(move |end| acts.iter().map(move |act| (*end, *act)))
}

/// Ends it for Bob; Ada is an administrator.
pub async fn end(end: &str, ada: &Person, bob: &Person) -> Response {
    if end == "banned" {
        let user = format!("/api/admin/users/{}", bob.id);
        return ada.patch(&user, &json!({ "banned": true })).await;
    }
    let session = &items(bob.json("/api/me/sessions").await)[0]["id"];
    bob.delete(&format!("/api/me/sessions/{session}")).await
}

/// What becomes of a request that waits for its turn to write behind another one.
pub async fn overtaken(
    server: &Server,
    first: impl Future<Output = Response>,
    second: impl Future<Output = reqwest::Result<Response>>,
) -> Response {
    let held = server.app.begin().await.unwrap();
    let waiting = async |count| {
        while server.app.db.write.waiting() < count {
            sleep(Duration::from_millis(1)).await;
        }
    };
    let behind = async {
        waiting(1).await;
        let free = async {
            waiting(2).await;
            drop(held);
        };
        tokio::join!(second, free).0.unwrap()
    };
    let (first, second) = tokio::join!(first, behind);
    assert!(first.status().is_success(), "{}", first.status());
    second
}

/// Changes one field to what it is in another row, or to nothing.
pub async fn change(ada: &Person, path: &str, name: &str, other: &Value) {
    let change = json!({ name: other[name] });
    let changed = body(ada.patch(path, &change).await, StatusCode::OK).await;
    assert_eq!(changed[name], other[name], "{name}");
}

/// A value as a segment of a path, or as a form sends it.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// An object as a form sends it.
pub fn form(object: &Value) -> Vec<(String, String)> {
    let fields = object.as_object().unwrap().iter().filter(|(_, value)| **value != json!(false));
    fields.map(|(name, value)| (name.clone(), text(value))).collect()
}

pub fn borrowed(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}
