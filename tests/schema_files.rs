//! What is derived from the schema's types and committed: held equal, and rewritten with `BLESS=1`.

use std::path::Path;

use chatgen::schema;
use serde_json::{Value, json};

/// Puts a table where it belongs in a schema.
type Wrap = fn(Value) -> Value;

fn hold(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "{} is not what the types say; run the tests with BLESS=1", path.display());
}

#[test]
fn the_json_schema_is_what_the_types_say() {
    hold("schemas/chat.schema.json", &schema::json_schema());
}

#[test]
fn the_reference_is_what_the_types_say() {
    hold("schemas/README.md", &schema::reference());
}

/// A key that the JSON Schema knows and the reader does not, or the other way round, is found by its own example.
#[test]
fn the_reader_knows_each_key_that_the_types_describe() {
    let json: Value = serde_json::from_str(&schema::json_schema()).expect("it is JSON");
    let sections: [(&str, Wrap); 9] = [
        ("Project", |table| json!({ "project": table })),
        ("Stack", |table| json!({ "stack": table })),
        ("Chat", |table| json!({ "chat": table })),
        ("Assistant", |table| json!({ "assistant": table })),
        ("Model", |table| json!({ "models": { "A": table } })),
        ("Tool", |table| json!({ "tools": { "a": table } })),
        ("View", |table| json!({ "views": { "a": table } })),
        ("FieldTable", |table| json!({ "models": { "A": { "fields": { "a": table } } } })),
        ("IndexTable", |table| json!({ "models": { "A": { "indexes": [table] } } })),
    ];
    for (name, document) in sections {
        let keys = json["definitions"][name]["properties"].as_object().expect("a table has keys");
        let example = |(key, property): (&String, &Value)| (key.clone(), property["examples"][0].clone());
        let table: serde_json::Map<String, Value> = keys.iter().map(example).collect();
        assert!(table.values().all(|example| !example.is_null()), "each key of {name} has an example: {table:?}");
        let text = document(Value::Object(table)).to_string();
        if let Err(problems) = schema::parse(&text, "chat.json") {
            panic!("{}", chatgen::problem::draw(&problems, false, 200));
        }
        let text = document(json!({ "surely_unknown": 1 })).to_string();
        let problems = schema::parse(&text, "chat.json").expect_err("the key is unknown");
        let known = problems.iter().filter_map(|problem| problem.help.as_deref()?.strip_prefix("its keys are ")).next();
        let mut known: Vec<&str> = known.expect("the keys are named").split(", ").collect();
        let mut described: Vec<&str> = keys.keys().map(String::as_str).collect();
        known.sort_unstable();
        described.sort_unstable();
        assert_eq!(known, described, "{name}");
    }
}

#[test]
fn each_example_is_a_chat() {
    for example in schema::examples::list() {
        if let Err(problems) = chatgen::resolve_text(example.text, example.name) {
            panic!("{}", chatgen::problem::draw(&problems, false, 100));
        }
        assert!(!example.about.is_empty(), "{} begins with a comment that says what it is", example.name);
    }
}

#[test]
fn what_the_reference_shows_is_a_chat() {
    let reference = schema::reference();
    let shown = reference.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut count = 0;
    for text in shown {
        chatgen::resolve_text(text, "README.md").expect("the example is a schema");
        count += 1;
    }
    assert!(count > 0);
}
