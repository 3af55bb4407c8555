//! How the replies of providers elsewhere end: whole, early, or cut off at any byte.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};

use ::everything::config::remote::Kind;

use crate::provider::asking;
use crate::support::replies::{ask, has_text, tell, text, until, until_status};
use crate::support::upstream::{Step, Upstream, anthropic, gemini, ollama, openai};
use crate::support::{Person, body, problem};

/// Makes a whole answer of pieces.
type Answer = fn(&[&str]) -> Vec<Step>;

/// A whole answer in each protocol, what its last word on the reply is, and how that looks for another reason.
const PROTOCOLS: [(Kind, Answer, &str, &str); 4] = [
    (Kind::OpenaiCompatible, openai, "\"stop\"", "\"length\""),
    (Kind::Anthropic, anthropic, "\"end_turn\"", "\"max_tokens\""),
    (Kind::Gemini, gemini, "\"STOP\"", "\"MAX_TOKENS\""),
    (Kind::Ollama, ollama, "\"done\":true", "\"done\":true,\"done_reason\":\"length\""),
];

/// The same answer with other words.
fn with(script: Vec<Step>, old: &str, new: &str) -> Vec<Step> {
    let change = |step| match step {
        Step::Chunk(text) => Step::Chunk(text.replace(old, new)),
        step => step,
    };
    script.into_iter().map(change).collect()
}

/// An answer up to a byte of its body, and how the connection ends there.
fn up_to(script: &[Step], length: usize, end: Step) -> Vec<Step> {
    let whole = whole(script).into_bytes();
    let part = String::from_utf8_lossy(&whole[..length]).into_owned();
    let chunk = (length > 0).then_some(Step::Chunk(part));
    std::iter::once(script[0].clone()).chain(chunk).chain([end]).collect()
}

/// The body of an answer.
fn whole(script: &[Step]) -> String {
    let chunk = |step: &Step| match step {
        Step::Chunk(text) => text.clone(),
        _ => String::new(),
    };
    script.iter().map(chunk).collect()
}

/// The reply once its run is over, whatever came of it.
async fn over(person: &Person, reply: &Value, run: &Value) -> Value {
    let ended = |reply: &Value| {
        let status = reply["run"]["status"].as_str().unwrap();
        reply["run"]["id"] == *run && !["queued", "streaming"].contains(&status)
    };
    until(person, reply, ended).await
}

fn error(reply: &Value) -> &str {
    reply["run"]["error"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn an_answer_may_be_cut_at_any_byte() {
    join_all(PROTOCOLS.map(|(kind, answer, reason, _)| async move {
        let script = answer(&["Hi"]);
        let bytes = whole(&script);
        // From where the reason is told: to the end of its line.
        let told = bytes.rfind(reason).unwrap();
        let told = told + bytes[told..].find('\n').unwrap();
        let upstream = Upstream::start(up_to(&script, 0, Step::End)).await;
        let (_server, ada, room) = asking(kind, &upstream).await;
        let reply = ask(&ada, room, "Hello").await;
        let mut last = over(&ada, &reply, &reply["run"]["id"]).await;
        for (length, end) in (0..=bytes.len()).flat_map(|length| {
            let broken = (length % 7 == 0).then_some((length, Step::Cut));
            std::iter::once((length, Step::End)).chain(broken)
        }) {
            upstream.answer(up_to(&script, length, end.clone()));
            let run = body(tell(&ada, &last, "retry").await, StatusCode::CREATED).await;
            last = over(&ada, &reply, &run["id"]).await;
            let said = format!("{kind:?} up to {:?}: {last}", &bytes[..length]);
            let needed = if matches!(end, Step::Cut) { told + 2 } else { told };
            if length >= needed {
                assert_eq!((&last["run"]["status"], text(&last)), (&json!("done"), "Hi"), "{said}");
            } else if length < told {
                assert_eq!(last["run"]["status"], "failed", "{said}");
                assert!(error(&last).contains("cut"), "{said}");
                assert!("Hi".starts_with(text(&last)), "{said}");
            }
        }
    }))
    .await;
}

#[tokio::test]
async fn a_reply_that_its_provider_ended_early_says_so_and_goes_on() {
    for (kind, answer, reason, length) in PROTOCOLS {
        let early = with(answer(&["So ", "far "]), reason, length);
        let upstream = Upstream::start(early).await;
        let (_server, ada, room) = asking(kind, &upstream).await;
        let reply = ask(&ada, room, "Hello").await;
        let cut = until_status(&ada, &reply, "cut").await;
        assert_eq!(text(&cut), "So far ", "{kind:?}");
        assert!(error(&cut).contains("length limit"), "{kind:?}: {cut}");
        let page = ada.page(&format!("/channels/{room}")).await;
        assert!(page.contains("length limit") && page.contains("data-continue"), "{page}");

        upstream.answer(answer(&["and ", "on."]));
        let run = body(tell(&ada, &cut, "continue").await, StatusCode::CREATED).await;
        assert_eq!(run["message_id"], reply["id"]);
        let done = over(&ada, &reply, &run["id"]).await;
        assert_eq!((text(&done), &done["run"]["status"]), ("So far and on.", &json!("done")));
        let asked = upstream.asked()[1].body.to_string();
        let (begun, then) = (asked.find("So far").unwrap(), asked.find("Go on exactly").unwrap());
        assert!(begun < then, "{kind:?}: {asked}");
        problem(tell(&ada, &cut, "continue").await, StatusCode::CONFLICT).await;
        problem(tell(&ada, &done, "continue").await, StatusCode::CONFLICT).await;
    }
}

#[tokio::test]
async fn a_filter_and_a_broken_off_reply_are_told_from_a_whole_one() {
    for (reason, status, said) in [
        ("\"content_filter\"", "cut", "filter"),
        ("\"error\"", "cut", "broke off"),
        ("\"stop\"", "done", ""),
        ("\"eos_token\"", "done", ""),
    ] {
        let upstream = Upstream::start(with(openai(&["So far"]), "\"stop\"", reason)).await;
        let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
        let reply = ask(&ada, room, "Hello").await;
        let ended = until_status(&ada, &reply, status).await;
        assert_eq!(text(&ended), "So far", "{reason}");
        assert!(error(&ended).contains(said), "{reason}: {ended}");
    }
}

#[tokio::test]
async fn what_was_stopped_goes_on_and_is_told_live() {
    let mut script = openai(&["So far ", "never"]);
    script.insert(2, Step::Wait(Duration::from_secs(600)));
    let upstream = Upstream::start(script).await;
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "Hello").await;
    until(&ada, &reply, has_text).await;
    problem(tell(&ada, &reply, "continue").await, StatusCode::CONFLICT).await;
    assert_eq!(tell(&ada, &reply, "stop").await.status(), StatusCode::OK);
    upstream.answer(openai(&["and ", "on."]));
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "resume", "room": room })).await;
    socket.until("resumed").await;
    let run = body(tell(&ada, &reply, "continue").await, StatusCode::CREATED).await;
    loop {
        let frame = socket.next().await;
        if frame["type"] == "delta" {
            // The page has what was there before, and goes on from there.
            assert!(frame["offset"].as_u64().unwrap() >= "So far ".len() as u64, "{frame}");
        }
        if frame["kind"] == "run.finished" {
            assert_eq!(frame["detail"]["run"], run["id"]);
            assert_eq!(text(&frame["message"]), "So far and on.");
            break;
        }
    }
}

#[tokio::test]
async fn without_a_text_there_is_nothing_to_go_on_from() {
    let upstream = Upstream::start(with(openai(&[]), "\"stop\"", "\"length\"")).await;
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "Hello").await;
    let cut = until_status(&ada, &reply, "cut").await;
    problem(tell(&ada, &cut, "continue").await, StatusCode::CONFLICT).await;
    let page = ada.page(&format!("/channels/{room}")).await;
    assert!(page.contains("data-retry") && !page.contains("data-continue"), "{page}");
    upstream.answer(openai(&["All of it."]));
    body(tell(&ada, &cut, "retry").await, StatusCode::CREATED).await;
    assert_eq!(text(&until_status(&ada, &reply, "done").await), "All of it.");
}
