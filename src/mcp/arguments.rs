//! Arguments held against a tool's schema: everything that is wrong, each with its place, in words for a model.

use serde_json::{Map, Value};

use crate::names::did_you_mean;
use crate::output::Failure;

/// More than this is no argument of a tool: 2 MiB of JSON.
const LARGEST: usize = 2 << 20;

/// How deep arguments are looked into; no tool's schema is deeper.
const DEEPEST: usize = 16;

/// Takes nulls out of optional arguments, and checks the rest.
///
/// # Errors
/// Every unknown, missing or mistyped argument.
pub fn check(
    tool: &str,
    schema: &Map<String, Value>,
    arguments: Map<String, Value>,
) -> Result<Map<String, Value>, Failure> {
    let size = serde_json::to_string(&arguments).map_or(0, |text| text.len());
    if size > LARGEST {
        let message = format!("the arguments of `{tool}` have {size} bytes, and {LARGEST} are the most");
        return Err(Failure::usage(message).help("send less at once"));
    }
    let mut value = Value::Object(arguments);
    let mut wrong = Vec::new();
    hold(&mut value, schema, "", 0, &mut wrong);
    match (wrong.is_empty(), value) {
        (true, Value::Object(arguments)) => Ok(arguments),
        _ => Err(Failure::usage(format!("`{tool}`: {}", wrong.join("; ")))),
    }
}

fn hold(value: &mut Value, schema: &Map<String, Value>, place: &str, depth: usize, wrong: &mut Vec<String>) {
    if depth > DEEPEST {
        return wrong.push(format!("{place} is nested too deeply"));
    }
    if let Some(expected) = mistyped(value, schema) {
        return wrong.push(format!("{} is {}, and has to be {expected}", shown(place), kind(value)));
    }
    if let Some(text) = value.as_str()
        && let Some(choices) = choices(schema)
        && !choices.contains(&text)
    {
        return wrong.push(no_such_choice(place, text, &choices));
    }
    match value {
        Value::Object(fields) => hold_object(fields, schema, place, depth, wrong),
        Value::Array(items) => {
            let Some(schema) = schema.get("items").and_then(Value::as_object) else { return };
            for (at, item) in items.iter_mut().enumerate() {
                hold(item, schema, &format!("{place}[{at}]"), depth + 1, wrong);
            }
        }
        _ => {}
    }
}

fn hold_object(
    fields: &mut Map<String, Value>,
    schema: &Map<String, Value>,
    place: &str,
    depth: usize,
    wrong: &mut Vec<String>,
) {
    let empty = Map::new();
    let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    fields.retain(|name, value| !(value.is_null() && known.contains_key(name) && !required.contains(&name.as_str())));
    for name in required.iter().filter(|name| !fields.contains_key(**name)) {
        wrong.push(format!("{} is missing", shown(&inside(place, name))));
    }
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    for (name, value) in fields {
        match known.get(name).and_then(Value::as_object).or_else(|| others(schema)) {
            Some(schema) => hold(value, schema, &inside(place, name), depth + 1, wrong),
            None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                wrong.push(unknown(&inside(place, name), name, &names));
            }
            None => {}
        }
    }
}

/// The schema of the values of a map.
fn others(schema: &Map<String, Value>) -> Option<&Map<String, Value>> {
    schema.get("additionalProperties").and_then(Value::as_object)
}

fn unknown(place: &str, name: &str, known: &[&str]) -> String {
    let near = match did_you_mean(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there are none".to_owned(),
        None => format!("there are {}", known.join(", ")),
    };
    format!("there is no argument {}: {near}", shown(place))
}

fn no_such_choice(place: &str, text: &str, choices: &[&str]) -> String {
    let near = did_you_mean(text, choices).map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
    format!("{} cannot be `{}`: it is one of {}{near}", shown(place), cut(text), choices.join(", "))
}

/// What the schema wants instead, if it wants something else.
fn mistyped(value: &Value, schema: &Map<String, Value>) -> Option<String> {
    let wanted: Vec<&str> = match schema.get("type")? {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let fits = wanted.iter().any(|wanted| match *wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => {
            value.as_u64().is_some() || value.as_i64().is_some_and(|number| !is_natural(schema) || number >= 0)
        }
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    });
    (!fits).then(|| wanted.iter().map(|kind| named(kind, schema)).collect::<Vec<_>>().join(" or "))
}

fn is_natural(schema: &Map<String, Value>) -> bool {
    schema.get("minimum").and_then(Value::as_f64) == Some(0.0)
}

fn named(kind: &str, schema: &Map<String, Value>) -> &'static str {
    match kind {
        "boolean" => "true or false",
        "integer" if is_natural(schema) => "a whole number from 0 on",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a string",
        "array" => "a list",
        "object" => "an object",
        _ => "null",
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The words that a string may be: an enumeration, or one variant each with its description.
fn choices(schema: &Map<String, Value>) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Some(words.iter().filter_map(Value::as_str).collect());
    }
    let variants = schema.get("oneOf").and_then(Value::as_array)?;
    variants.iter().map(|variant| variant.get("const").and_then(Value::as_str)).collect()
}

fn inside(place: &str, name: &str) -> String {
    let name = cut(name);
    if place.is_empty() { name } else { format!("{place}.{name}") }
}

fn shown(place: &str) -> String {
    if place.is_empty() { "what is given".to_owned() } else { format!("`{place}`") }
}

/// An agent's text, short enough for a message and without control characters.
fn cut(text: &str) -> String {
    let short: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().count() > 60 { short + "…" } else { short }
}
