//! The tool `type`.

use serde_json::{Value, json};

use super::said;

/// What it takes: nothing.
pub fn arguments(_: i64) -> Value {
    json!({})
}

/// What it says is yours to change, and so is what stands here of it.
#[tokio::test]
async fn it_is_told_its_arguments() {
    let arguments = arguments(1);
    let said = said("type", &arguments).await;
    let said: Value = serde_json::from_str(&said).expect("it says JSON");
    assert!(said["asked_by"].is_i64(), "{said}");
    for (name, value) in arguments.as_object().unwrap() {
        assert_eq!(said["arguments"][name], *value, "{name}");
    }
}

#[tokio::test]
async fn it_says_what_is_wrong_with_them() {
    let wrong = json!({ "surely_unknown": 1 });
    let said = said("type", &wrong).await;
    assert!(said.contains("surely_unknown: There is no such field."), "{said}");
}
