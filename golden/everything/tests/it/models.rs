//! The JSON API of the schema's own models, each with rows of its own.

pub mod attachment;
pub mod enrolment;
pub mod internationalisation_coordination_note;
pub mod news;
pub mod note;
pub mod order;
pub mod redemption;
pub mod series;
pub mod status;
pub mod type_;
pub mod voucher;
pub mod x;

use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Person, Server, body};

/// Somebody new.
pub async fn person(server: &Server) -> i64 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("person{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server.sign_up(&name).await.id
}

/// A channel that nobody else gets into.
pub async fn room(ada: &Person) -> Value {
    let room = json!({ "name": "Quiet", "kind": "closed" });
    let room = ada.post("/api/channels", &room).await;
    body(room, StatusCode::CREATED).await["id"].clone()
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
