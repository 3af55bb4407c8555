//! Whether two definitions say the same, however they are written.

use serde_json::{Map, Value as Json, json};
use toml_edit::{Item, TableLike, Value};

/// What an item says, without how it is written.
pub fn meaning(item: &Item) -> Json {
    match item {
        Item::Value(value) => value_meaning(value),
        item => item.as_table_like().map_or(Json::Null, table_meaning),
    }
}

/// What a value in TOML says.
pub fn meaning_of(toml: &str) -> Json {
    toml.parse::<Value>().map_or(Json::Null, |value| value_meaning(&value))
}

fn value_meaning(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::String(tight(text.value())),
        Value::Array(list) => list.iter().map(value_meaning).collect(),
        Value::InlineTable(table) => table_meaning(table),
        Value::Boolean(flag) => json!(flag.value()),
        other => Json::String(other.to_string().trim().to_owned()),
    }
}

fn table_meaning(table: &dyn TableLike) -> Json {
    let mut entries: Vec<_> = table.iter().map(|(name, item)| (name.to_owned(), meaning(item))).collect();
    // A field with nothing but a type is the same as its short form.
    if let [(name, type_)] = &entries[..]
        && name == "type"
    {
        return type_.clone();
    }
    for (_, list) in entries.iter_mut().filter(|(name, _)| name == "features") {
        if let Some(list) = list.as_array_mut() {
            list.sort_by_key(Json::to_string);
        }
    }
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    Json::Object(Map::from_iter(entries))
}

/// A text without the space that means nothing in a short form: `enum( a,b ) ?` → `enum(a,b)?`.
pub fn tight(text: &str) -> String {
    let mut tight = String::new();
    let (mut quoted, mut space) = (false, false);
    for char in text.trim().chars() {
        if char.is_whitespace() && !quoted {
            space = true;
            continue;
        }
        let joint = |char: Option<char>| char.is_none_or(|char| "(),?=".contains(char));
        if space && !joint(Some(char)) && !joint(tight.chars().last()) {
            tight.push(' ');
        }
        space = false;
        quoted ^= char == '\'';
        tight.push(char);
    }
    tight
}

/// A member of a list of indexes in one way of writing: `status,created_at desc where status='open'`.
pub fn index(value: &Value) -> String {
    let get = |key| value.as_inline_table().and_then(|table| table.get(key));
    let text = |key| get(key).and_then(Value::as_str).map(tight);
    if let Some(short) = value.as_str() {
        return tight(short);
    }
    let on = get("on").and_then(Value::as_array);
    let parts: Vec<_> = on.into_iter().flatten().filter_map(Value::as_str).map(tight).collect();
    let on = text("on").unwrap_or_else(|| parts.join(","));
    text("where").map_or(on.clone(), |condition| format!("{on} where {condition}"))
}

/// The name that a member of a list of indexes is given.
pub fn index_name(value: &Value) -> Option<&str> {
    value.as_inline_table()?.get("name")?.as_str()
}
