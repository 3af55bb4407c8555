//! The JSON API of the schema's own models, each with rows of its own.

pub mod ticket;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Person, body};

/// A chat session that nobody else gets into.
pub async fn room(ada: &Person) -> Value {
    let room = json!({ "name": "Quiet", "kind": "closed" });
    let made = ada.post("/api/chat-sessions", &room).await;
    let room = body(made, StatusCode::CREATED).await;
    room["id"].clone()
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
