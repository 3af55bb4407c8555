//! The tool `weather`.

use serde_json::{Value, json};

use super::said;

/// What it takes; other arguments for another `n`.
pub fn arguments(n: i64) -> Value {
    // Not each of them needs it.
    let _ = n;
    let mut arguments = json!({});
    arguments["city"] = json!(format!("sample {n:05}"));
    arguments["unit"] = json!("c");
    arguments["days"] = json!(n);
    arguments["from"] = json!(format!("2030-01-{:02}", n % 28 + 1));
    arguments["at"] = json!(format!("2030-01-{:02}T12:30:00Z", n % 28 + 1));
    arguments["limit"] = json!(format!("{}.50", n));
    arguments["exact"] = json!(true);
    arguments["more"] = json!({ "n": n });
    arguments["id"] = json!(format!("00000000-0000-4000-8000-{n:012}"));
    arguments
}

/// What it says is yours to change, and so is what stands here of it.
#[tokio::test]
async fn it_is_told_its_arguments() {
    let arguments = arguments(1);
    let said = said("weather", &arguments).await;
    let said: Value = serde_json::from_str(&said).expect("it says JSON");
    assert!(said["asked_by"].is_i64(), "{said}");
    for (name, value) in arguments.as_object().unwrap() {
        assert_eq!(said["arguments"][name], *value, "{name}");
    }
}

#[tokio::test]
async fn it_says_what_is_wrong_with_them() {
    let wrong = json!({ "surely_unknown": 1 });
    let said = said("weather", &wrong).await;
    assert!(said.contains("city: This is required."), "{said}");
    assert!(said.contains("surely_unknown: There is no such field."), "{said}");
}
