//! JSON Schemas of arguments and answers, made from their types, as short as they can be.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schema of a tool's arguments, with descriptions.
#[must_use]
pub fn input<T: JsonSchema>() -> Map<String, Value> {
    let mut schema = generate::<T>(SchemaSettings::draft2020_12());
    schema.remove("description");
    each(&mut schema, 0, &trim_input);
    schema.entry("properties").or_insert_with(|| Value::Object(Map::new()));
    schema
}

/// How much the schema of an answer tells. Its names have to say enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Names and types of what is always there, not what is inside: for what every client loads at each start.
    Outline,
    Whole,
}

/// The schema of a tool's answer.
#[must_use]
pub fn output<T: JsonSchema>(detail: Detail) -> Map<String, Value> {
    let mut schema = generate::<T>(SchemaSettings::draft2020_12().for_serialize());
    each(&mut schema, 0, &|schema, depth| trim_output(schema, detail == Detail::Outline && depth > 0));
    if detail == Detail::Outline {
        let required = required(&schema);
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|name, _| required.contains(name));
        }
    }
    schema
}

fn generate<T: JsonSchema>(settings: SchemaSettings) -> Map<String, Value> {
    let settings = settings.with(|settings| {
        settings.meta_schema = None;
        settings.inline_subschemas = true;
    });
    match settings.into_generator().into_root_schema_for::<T>().to_value() {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

/// Does something to a schema and then to each schema in it, with the number of objects around it. A schema is as deep as
/// the type that it was made from.
fn each(schema: &mut Map<String, Value>, depth: usize, act: &impl Fn(&mut Map<String, Value>, usize)) {
    act(schema, depth);
    for (keyword, value) in schema.iter_mut() {
        if keyword == "items" && *value == Value::Bool(true) {
            // Anything; some clients want a type for it all the same.
            let kinds = ["string", "number", "boolean", "null", "array", "object"];
            *value = json!({"anyOf": kinds.map(|kind| json!({"type": kind}))});
        }
        match value {
            Value::Object(named) if matches!(keyword.as_str(), "properties" | "$defs") => {
                named.values_mut().filter_map(Value::as_object_mut).for_each(|schema| each(schema, depth + 1, act));
            }
            Value::Object(nested) if keyword != "default" => each(nested, depth, act),
            Value::Array(items) => {
                items.iter_mut().filter_map(Value::as_object_mut).for_each(|item| each(item, depth, act));
            }
            _ => {}
        }
    }
}

/// Leaves what a model must know to call the tool, and [`arguments`](super::arguments) to check it.
fn trim_input(schema: &mut Map<String, Value>, _depth: usize) {
    schema.remove("title");
    schema.remove("format");
    // An optional argument is left out rather than null, which is taken for it all the same.
    without_null(schema);
    let is_nothing = |default: &Value| match default {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_u64() == Some(0),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    if schema.get("default").is_some_and(is_nothing) {
        schema.remove("default");
    }
}

/// Leaves the names and types of what a client may pick out.
fn trim_output(schema: &mut Map<String, Value>, is_outline: bool) {
    for keyword in ["title", "format", "description", "minimum", "additionalProperties"] {
        schema.remove(keyword);
    }
    if let Some(words) = schema.get("oneOf").and_then(words) {
        schema.remove("oneOf");
        schema.insert("enum".to_owned(), words);
    }
    leave_out_nulls(schema);
    split_kinds(schema);
    if is_outline {
        for keyword in ["properties", "required", "enum", "items"] {
            schema.remove(keyword);
        }
    }
}

/// What is left out when there is none of it is never null.
fn leave_out_nulls(schema: &mut Map<String, Value>) {
    let required = required(schema);
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, property) in properties.iter_mut().filter(|(name, _)| !required.contains(name)) {
        property.as_object_mut().map(without_null);
    }
}

fn required(schema: &Map<String, Value>) -> Vec<String> {
    let names = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn without_null(schema: &mut Map<String, Value>) {
    if let Some(choices) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        choices.retain(|choice| !choice.is_null());
    }
    let kinds: Vec<_> =
        schema.get("type").and_then(Value::as_array).into_iter().flatten().filter(|kind| *kind != "null").collect();
    if let [kind] = kinds.as_slice() {
        let kind = (*kind).clone();
        schema.insert("type".to_owned(), kind);
    }
}

/// A list of types becomes a choice of schemas, because some clients know one type for a schema only.
fn split_kinds(schema: &mut Map<String, Value>) {
    let Some(kinds) = schema.get("type").and_then(Value::as_array).cloned() else { return };
    let around = std::mem::take(schema);
    let choice = |kind: Value| {
        let mut choice = if kind == "null" { Map::new() } else { around.clone() };
        choice.insert("type".to_owned(), kind);
        Value::Object(choice)
    };
    schema.insert("anyOf".to_owned(), kinds.into_iter().map(choice).collect());
}

/// The words that an enumeration with a description for each stands for.
fn words(variants: &Value) -> Option<Value> {
    variants
        .as_array()?
        .iter()
        .map(|variant| variant.get("const").cloned())
        .collect::<Option<Vec<_>>>()
        .map(Value::Array)
}
