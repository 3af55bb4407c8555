//! The JSON Schema that editors complete and check a chat.toml with, and the reference that people read: both come from
//! the types in [`crate::schema`], whose doc comments are their texts.

use std::fmt::Write;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Schema;

/// The JSON Schema of a chat schema, as text.
pub fn json_schema() -> String {
    serde_json::to_string_pretty(&schema_value()).expect("a JSON Schema is JSON") + "\n"
}

fn schema_value() -> Value {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<Schema>();
    let mut schema = schema.to_value();
    without_null(&mut schema);
    // JSON says in a key what TOML says in a comment.
    schema["properties"]["$schema"] = json!({ "description": "Where this JSON Schema is.", "type": "string" });
    schema
}

/// A key that may be left out is left out, never `null`.
fn without_null(schema: &mut Value) {
    if let Some(kinds) = schema.get_mut("type").and_then(Value::as_array_mut) {
        kinds.retain(|kind| kind != "null");
        if let [kind] = &kinds[..] {
            schema["type"] = kind.clone();
        }
    }
    if let Some(choices) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        choices.retain(|choice| choice["type"] != "null");
        if choices.len() == 1 {
            let map = schema.as_object_mut().expect("it has keys");
            let choices = map.shift_remove("anyOf").expect("it was found");
            map.insert("allOf".to_owned(), choices);
        }
    }
    match schema {
        Value::Object(map) => map.values_mut().for_each(without_null),
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// The tables of a schema in the order of the reference: their headings, and their definitions in the JSON Schema.
const TABLES: &[(&str, &str)] = &[
    ("`[project]`", "Project"),
    ("`[stack]`", "Stack"),
    ("`[chat]`", "Chat"),
    ("`[assistant]`", "Assistant"),
    ("`[models.Name]`", "Model"),
    ("A field as a table", "FieldTable"),
    ("An index as a table", "IndexTable"),
    ("`[views.name]`", "View"),
    ("`[views.name.events.name]`", "Event"),
    ("`[components.name]`", "Component"),
    ("`[tools.name]`", "Tool"),
];

/// The lists of words, likewise.
const WORDS: &[(&str, &str)] = &[
    ("Field types", "FieldType"),
    ("Features of a chat", "Feature"),
    ("Features of a view", "ViewFeature"),
    ("Providers", "Provider"),
    ("Databases", "Database"),
    ("Buses", "Bus"),
    ("What happens on delete", "OnDelete"),
    ("How an `enum` is stored", "Storage"),
];

/// The reference of the schema, in markdown: each key with its type, default and an example.
pub fn reference() -> String {
    let schema = schema_value();
    let definitions = schema["definitions"].as_object().expect("the schema has definitions");
    let mut text = include_str!("reference.md").trim_end().to_owned() + "\n";
    for (heading, name) in TABLES {
        table(&mut text, heading, &definitions[*name], definitions);
    }
    text.push_str("\n## Words\n");
    for (heading, name) in WORDS {
        words(&mut text, heading, &definitions[*name]);
    }
    text
}

fn table(text: &mut String, heading: &str, definition: &Value, definitions: &Map<String, Value>) {
    let about = definition["description"].as_str().unwrap_or_default();
    let _ = write!(text, "\n## {heading}\n\n{about}\n\n| key | type | default | example | |\n|---|---|---|---|---|\n");
    for (key, property) in definition["properties"].as_object().into_iter().flatten() {
        let (about, default) = about_and_default(property["description"].as_str().unwrap_or_default());
        let required = definition["required"].as_array().is_some_and(|keys| keys.iter().any(|name| name == key));
        let default = if required { "required".to_owned() } else { default.unwrap_or_default() };
        let example = property["examples"].get(0).map(|example| format!("`{}`", toml(example))).unwrap_or_default();
        let kind = kind(property, definitions);
        let _ = writeln!(text, "| `{key}` | {kind} | {default} | {} | {} |", cell(&example), cell(about));
    }
}

fn words(text: &mut String, heading: &str, definition: &Value) {
    let _ = write!(text, "\n### {heading}\n\n| word | |\n|---|---|\n");
    for choice in definition["oneOf"].as_array().into_iter().flatten() {
        let (word, about) = (choice["const"].as_str(), choice["description"].as_str());
        let _ = writeln!(text, "| `{}` | {} |", word.unwrap_or_default(), cell(about.unwrap_or_default()));
    }
}

/// The doc comment's last sentence names the default: `Default: none.`
fn about_and_default(description: &str) -> (&str, Option<String>) {
    match description.split_once("Default: ") {
        Some((about, default)) => (about.trim(), Some(cell(default.trim_end_matches('.')))),
        None => (description, None),
    }
}

/// What kind of value a key takes, in words.
fn kind(property: &Value, definitions: &Map<String, Value>) -> String {
    let target = property["$ref"].as_str().or_else(|| property["allOf"][0]["$ref"].as_str());
    if let Some(name) = target.and_then(|target| target.strip_prefix("#/definitions/")) {
        return kind_of_definition(name, &definitions[name], definitions);
    }
    match property["type"].as_str() {
        Some("string") => "text".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        Some("array") => format!("list of {}", kind(&property["items"], definitions)),
        Some("object") => "table".to_owned(),
        _ => either(&property["anyOf"], definitions),
    }
}

fn kind_of_definition(name: &str, definition: &Value, definitions: &Map<String, Value>) -> String {
    if definition["oneOf"].is_array() {
        let heading = WORDS.iter().find(|(_, word)| *word == name).map_or(name, |(heading, _)| heading);
        return format!("[word](#{})", anchor(heading));
    }
    if let Some((heading, _)) = TABLES.iter().find(|(_, table)| *table == name) {
        return format!("[table](#{})", anchor(heading));
    }
    kind(definition, definitions)
}

fn either(choices: &Value, definitions: &Map<String, Value>) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for choice in choices.as_array().into_iter().flatten() {
        let kind = kind(choice, definitions);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.join(" or ")
}

/// The address that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A JSON value as TOML writes it on one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries: Vec<String> = map.iter().map(|(key, value)| format!("{key} = {}", toml(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}
