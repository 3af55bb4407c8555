//! The assistant's tools.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Field;

/// Something that the assistant can do beside talking.
#[derive(Debug, Clone, Serialize)]
pub struct Tool {
    /// As written, and what the model calls it: `weather`.
    pub name: String,
    /// Rust module, function and file stem: `weather`. Never a Rust keyword.
    pub module: String,
    /// The struct of its arguments: `Weather`; there is none without params.
    #[serde(rename = "type")]
    pub type_: String,
    /// What the model is told that it does.
    pub about: String,
    /// Its arguments, in the order of the schema.
    pub params: Vec<Field>,
    /// For each of them its line in the JSON Schema of the arguments, as Rust's `json!` has it.
    pub properties: Vec<String>,
    /// The names of those that a call must have.
    pub required: Vec<String>,
}

/// The line of a param in a JSON Schema: `"city": {"type": "string", "description": "City", "maxLength": 80}`.
///
/// Only what every provider understands: a date is a text that its description tells the form of.
pub fn property(field: &Field) -> String {
    let (kind, form) = match field.kind.as_str() {
        "int" | "bigint" => (Some("integer"), ""),
        "float" => (Some("number"), ""),
        "bool" => (Some("boolean"), ""),
        "json" => (None, ", any JSON"),
        "decimal" => (Some("string"), ", an exact number such as 12.50"),
        "datetime" => (Some("string"), ", a date and a time as 2030-12-31T23:59:00Z"),
        "date" => (Some("string"), ", a date as 2030-12-31"),
        "uuid" => (Some("string"), ", a UUID"),
        _ => (Some("string"), ""),
    };
    let mut parts = Map::new();
    let mut add = |key: &str, value: Value| parts.insert(key.to_owned(), value);
    if let Some(kind) = kind {
        add("type", json!(kind));
    }
    add("description", json!(format!("{}{form}", field.label)));
    if let Some(longest) = field.max_length {
        add("maxLength", json!(longest));
    }
    if let Some(values) = &field.enumeration {
        add("enum", values.variants.iter().map(|variant| variant.value.as_str()).collect());
    }
    if let Some(default) = default(field) {
        add("default", default);
    }
    format!("{:?}: {}", field.name, rust(&Value::Object(parts)))
}

/// The default as JSON, unless it is made anew each time.
fn default(field: &Field) -> Option<Value> {
    let text = field.default_text.as_deref().filter(|text| !text.is_empty())?;
    match field.kind.as_str() {
        "int" | "bigint" | "float" | "bool" | "json" => serde_json::from_str(text).ok(),
        _ => Some(json!(text)),
    }
}

/// JSON as Rust's `json!` reads it.
fn rust(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) => format!("[{}]", items.iter().map(rust).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries: Vec<String> = map.iter().map(|(key, value)| format!("{key:?}: {}", rust(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        other => other.to_string(),
    }
}
