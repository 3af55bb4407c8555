//! What models think before they answer is shown apart, and told to no model.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use ::everything::config::remote::Kind;

use crate::provider::asking;
use crate::support::body;
use crate::support::replies::{ask, tell, text, until, until_status};
use crate::support::upstream::{Step, Upstream, anthropic, gemini, ollama, openai};

/// An answer that begins with a chunk of its protocol's own.
fn after(chunk: String, mut script: Vec<Step>) -> Vec<Step> {
    script.insert(1, Step::Chunk(chunk));
    script
}

fn event(kind: &str, data: &Value) -> String {
    format!("event: {kind}\ndata: {data}\n\n")
}

/// Answers that think "Hm, so" and say "Yes.", as each protocol has it.
fn answers() -> Vec<(Kind, Vec<Step>)> {
    let compatible = Kind::OpenaiCompatible;
    let choice = |delta: Value| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": null });
        format!("data: {}\n\n", json!({ "choices": [choice] }))
    };
    let thinking = json!({ "type": "thinking", "thinking": "" });
    let delta = json!({ "type": "thinking_delta", "thinking": "Hm, so" });
    let block = [
        event("content_block_start", &json!({ "index": 0, "content_block": thinking })),
        event("content_block_delta", &json!({ "index": 0, "delta": delta })),
        event("content_block_stop", &json!({ "index": 0 })),
    ];
    let part = json!({ "text": "Hm, so", "thought": true });
    let candidate = json!({ "content": { "role": "model", "parts": [part] } });
    let candidate = format!("data: {}\n\n", json!({ "candidates": [candidate] }));
    let thought = json!({ "role": "assistant", "content": "", "thinking": "Hm, so" });
    let thought = format!("{}\n", json!({ "message": thought, "done": false }));
    let content = json!({ "reasoning_content": "Hm, so" });
    let reasoning = json!({ "reasoning": "Hm, so" });
    vec![
        (compatible, openai(&["<think>Hm, so</think>Yes."])),
        (compatible, openai(&["<th", "ink>\nHm", ", so", "</thi", "nk>\n\nYe", "s."])),
        (compatible, openai(&["\n<thinking>", "Hm, so", "<", "/thinking>", "Yes."])),
        (compatible, after(choice(content), openai(&["Yes."]))),
        (compatible, after(choice(reasoning), openai(&["Yes."]))),
        (Kind::Anthropic, after(block.concat(), anthropic(&["Yes."]))),
        (Kind::Gemini, after(candidate, gemini(&["Yes."]))),
        (Kind::Ollama, after(thought, ollama(&["Yes."]))),
        (Kind::Ollama, ollama(&["<think>Hm, so</think>", "Yes."])),
    ]
}

#[tokio::test]
async fn thoughts_are_kept_apart() {
    for (n, (kind, script)) in answers().into_iter().enumerate() {
        let upstream = Upstream::start(script).await;
        let (_server, ada, room) = asking(kind, &upstream).await;
        let reply = ask(&ada, room, "Is it?").await;
        let done = until_status(&ada, &reply, "done").await;
        assert_eq!((text(&done), &done["run"]["thoughts"]), ("Yes.", &json!("Hm, so")), "{n}");
        let page = ada.page(&format!("/channels/{room}")).await;
        assert!(page.contains("<summary>Thoughts</summary>") && page.contains("Hm, so"), "{page}");
        let second = ask(&ada, room, "Really?").await;
        until_status(&ada, &second, "done").await;
        let asked = upstream.asked()[1].body.to_string();
        assert!(asked.contains("Yes.") && !asked.contains("Hm, so"), "{n}: {asked}");
    }
}

#[tokio::test]
async fn a_mark_in_the_middle_is_text() {
    let upstream = Upstream::start(openai(&["Write <think>", "x</think> first."])).await;
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "How?").await;
    let done = until_status(&ada, &reply, "done").await;
    assert_eq!(text(&done), "Write <think>x</think> first.");
    assert_eq!(done["run"]["thoughts"], "");
}

#[tokio::test]
async fn a_model_that_only_thinks_has_not_replied() {
    let upstream = Upstream::start(openai(&["<think>Hm, ", "so"])).await;
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "Is it?").await;
    let failed = until_status(&ada, &reply, "failed").await;
    assert_eq!((text(&failed), &failed["run"]["thoughts"]), ("", &json!("Hm, so")));
    upstream.answer(openai(&["Yes."]));
    body(tell(&ada, &reply, "retry").await, StatusCode::CREATED).await;
    let done = until_status(&ada, &reply, "done").await;
    assert_eq!(done["run"]["thoughts"], "", "a reply that is tried again thinks anew");
}

#[tokio::test]
async fn thoughts_stream_and_go_with_the_reply() {
    let mut script = openai(&["<think>Hm, ", "so", "</think>Yes."]);
    script.truncate(3);
    script.push(Step::Wait(Duration::from_secs(600)));
    let upstream = Upstream::start(script).await;
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "resume", "room": room })).await;
    socket.until("resumed").await;
    let reply = ask(&ada, room, "Is it?").await;
    let frame = socket.until("thought").await;
    assert_eq!((&frame["message_id"], &frame["offset"]), (&reply["id"], &json!(0)));
    let thinks = |reply: &Value| reply["run"]["thoughts"] == "Hm, so";
    assert_eq!(text(&until(&ada, &reply, thinks).await), "");
    let path = format!("/api/messages/{}", reply["id"]);
    assert_eq!(ada.delete(&path).await.status(), StatusCode::NO_CONTENT);
    let gone = until(&ada, &reply, |reply| reply["deleted"] == true).await;
    assert_eq!(gone["run"]["thoughts"], "");
    let run = ada.json(&format!("/api/runs/{}", reply["run"]["id"])).await;
    assert_eq!(run["thoughts"], "");
}
