//! The JSON API of the schema's own models, each with rows of its own.

pub mod attachment;
pub mod enrolment;
pub mod internationalisation_coordination_note;
pub mod news;
pub mod order;
pub mod redemption;
pub mod series;
pub mod status;
pub mod type_;
pub mod voucher;
pub mod x;

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::support::Server;

/// Somebody new.
pub async fn person(server: &Server) -> i64 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("person{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server.sign_up(&name).await.id
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
