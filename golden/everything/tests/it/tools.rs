//! Tools, each called by its name: `echo` does so where a model would.

pub mod type_;
pub mod weather;

use reqwest::StatusCode;
use serde_json::{Value, json};

use ::everything::assistant::context::Context;
use ::everything::assistant::tools::{Tools, mark};

use crate::support::replies::{ROOMS, ask, echo, text, until_status};

/// What a tool says to somebody who calls it in a message.
pub async fn said(name: &str, arguments: &Value) -> String {
    let (_server, ada, room) = echo(|_| ()).await;
    let reply = ask(&ada, room, &format!("/{name} {arguments}")).await;
    let done = until_status(&ada, &reply, "done").await;
    let said = text(&done).strip_prefix(&mark(name)).expect("it says that the tool was used");
    let shown = format!("<em>Used <code>{name}</code>.</em>");
    assert!(done["html"].as_str().unwrap().contains(&shown), "{done}");
    said.trim().to_owned()
}

#[test]
fn a_model_can_be_told_of_each_tool() {
    for tool in Tools::all().iter() {
        let plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
        assert!(tool.name.len() <= 64 && tool.name.chars().all(plain), "{}", tool.name);
        assert!(!tool.about.is_empty());
        let schema = (tool.schema)();
        assert_eq!(schema["type"], "object");
        for name in schema["required"].as_array().unwrap() {
            assert!(schema["properties"].get(name.as_str().unwrap()).is_some(), "{name}");
        }
    }
}

#[tokio::test]
async fn what_is_no_tool_is_echoed() {
    let (_server, ada, room) = echo(|_| ()).await;
    let reply = ask(&ada, room, "/surely_unknown {}").await;
    let done = until_status(&ada, &reply, "done").await;
    assert!(text(&done).contains("> /surely_unknown {}"), "{done}");
}

#[tokio::test]
async fn a_tool_may_do_what_its_caller_may() {
    let (server, ada, room) = echo(|_| ()).await;
    let bob = server.sign_up("bob").await;
    let tool = Tools::all().iter().next().unwrap();
    let call = async |user_id| {
        let context = Context { app: server.app.clone(), user_id, room_id: room };
        Tools::all().call(&context, tool.name, json!({ "surely_unknown": 1 })).await
    };
    let reached = "surely_unknown: There is no such field.";
    assert!(call(ada.id).await.contains(reached));
    assert!(!call(bob.id).await.contains(reached), "he is not in the room");
    bob.post(&format!("{ROOMS}/{room}/join"), &json!({})).await;
    assert!(call(bob.id).await.contains(reached));
    let path = format!("/api/admin/users/{}", bob.id);
    let banned = ada.patch(&path, &json!({ "banned": true })).await;
    assert_eq!(banned.status(), StatusCode::OK);
    assert!(!call(bob.id).await.contains(reached), "he is locked out");
}
