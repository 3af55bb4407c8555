//! The JSON API of the schema's own models, each with rows of its own.

pub mod ticket;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Person, body};

/// A chat session that nobody else gets into.
pub async fn room(ada: &Person) -> Value {
    let room = json!({ "name": "Quiet", "kind": "closed" });
    let room = ada.post("/api/chat-sessions", &room).await;
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
