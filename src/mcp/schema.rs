//! JSON Schemas of arguments and answers, made from their types, as short as they can be.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// The schema of a tool's arguments, with descriptions.
#[must_use]
pub fn input<T: JsonSchema>() -> Map<String, Value> {
    let mut schema = generate::<T>(SchemaSettings::draft2020_12());
    schema.remove("description");
    trim(&mut schema, Side::Input);
    schema.entry("properties").or_insert_with(|| Value::Object(Map::new()));
    schema
}

/// The schema of a tool's answer; its names have to say enough.
#[must_use]
pub fn output<T: JsonSchema>() -> Map<String, Value> {
    let mut schema = generate::<T>(SchemaSettings::draft2020_12().for_serialize());
    trim(&mut schema, Side::Output);
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Input,
    Output,
}

/// Takes out what neither models nor validators need. A schema is as deep as the type that it was made from.
fn trim(schema: &mut Map<String, Value>, side: Side) {
    schema.remove("title");
    schema.remove("format");
    if side == Side::Output {
        schema.remove("description");
        schema.remove("minimum");
    } else if let Some(kind) = schema.get("type").and_then(without_null) {
        schema.insert("type".to_owned(), kind);
        schema.remove("default");
    }
    if schema.get("default") == Some(&Value::Null) {
        schema.remove("default");
    }
    for (keyword, value) in schema.iter_mut() {
        match value {
            Value::Object(named) if matches!(keyword.as_str(), "properties" | "$defs") => {
                named.values_mut().filter_map(Value::as_object_mut).for_each(|schema| trim(schema, side));
            }
            Value::Object(nested) if keyword != "default" => trim(nested, side),
            Value::Array(items) => items.iter_mut().filter_map(Value::as_object_mut).for_each(|item| trim(item, side)),
            _ => {}
        }
    }
}

/// An optional argument is left out rather than null; `arguments` takes null for it all the same.
fn without_null(kind: &Value) -> Option<Value> {
    let kinds: Vec<_> = kind.as_array()?.iter().filter(|kind| *kind != "null").collect();
    match kinds.as_slice() {
        [kind] => Some((*kind).clone()),
        _ => None,
    }
}
