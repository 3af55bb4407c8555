//! Models that call tools: they are told what a tool answered, and go on.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;

use ::everything::assistant::tools::{RULE, mark};
use ::everything::config::remote::Kind;

use crate::provider::asking;
use crate::support::replies::{ask, tell, text, until, until_status};
use crate::support::upstream::{
    Step, Upstream, anthropic, anthropic_call, gemini, gemini_call, ollama, ollama_call, openai,
    openai_call,
};
use crate::tools::type_::arguments;

const TOOL: &str = "type";

fn given() -> String {
    arguments(1).to_string()
}

/// What a reply looks like that used the tool after its first words.
fn shown(before: &str, after: &str) -> String {
    format!("{before}\n\n{}\n\n{after}", mark(TOOL))
}

#[tokio::test]
async fn a_tool_is_called_and_the_reply_goes_on() {
    let upstream = Upstream::start(openai_call("Let me see.", TOOL, &given())).await;
    upstream.then(openai(&["So it ", "is."]));
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "How is it?").await;
    let done = until_status(&ada, &reply, "done").await;
    assert_eq!(text(&done), shown("Let me see.", "So it is."));
    let asked = upstream.asked();
    assert_eq!(asked[0].body["tools"][0]["type"], "function");
    assert!(asked[0].body["messages"][0]["content"].as_str().unwrap().ends_with(RULE));
    let turns = asked[1].body["messages"].as_array().unwrap();
    let [call, answer] = turns.last_chunk().unwrap();
    assert_eq!(call["tool_calls"][0]["function"]["name"], TOOL);
    assert_eq!((&call["content"], &answer["role"]), (&"Let me see.".into(), &"tool".into()));
    assert_eq!(answer["tool_call_id"], call["tool_calls"][0]["id"]);
    assert!(!answer["content"].as_str().unwrap().starts_with("Error"), "{answer}");

    let again = ask(&ada, room, "And now?").await;
    until_status(&ada, &again, "done").await;
    let said = &upstream.asked()[2].body["messages"];
    let bare = said.as_array().unwrap().iter().all(|turn| !turn.to_string().contains(&mark(TOOL)));
    assert!(bare, "a model would write what it reads: {said}");
}

#[tokio::test]
async fn each_provider_calls_tools_in_its_own_way() {
    let (given, rest) = (given(), ["Done."]);
    let cases = [
        (Kind::Anthropic, anthropic_call("Well.", TOOL, &given), anthropic(&rest)),
        (Kind::Gemini, gemini_call("Well.", TOOL, &given), gemini(&rest)),
        (Kind::Ollama, ollama_call("Well.", TOOL, &given), ollama(&rest)),
        (Kind::Openai, openai_call("Well.", TOOL, &given), openai(&rest)),
    ];
    for (kind, call, rest) in cases {
        let upstream = Upstream::start(call).await;
        upstream.then(rest);
        let (_server, ada, room) = asking(kind, &upstream).await;
        let reply = ask(&ada, room, "How is it?").await;
        let done = until_status(&ada, &reply, "done").await;
        assert_eq!(text(&done), shown("Well.", "Done."), "{kind:?}");
        let asked = upstream.asked();
        assert!(asked[0].body["tools"].to_string().contains(TOOL), "{kind:?}");
        assert!(!asked[1].body.to_string().contains("Error"), "{kind:?}: {}", asked[1].body);
    }
}

#[tokio::test]
async fn a_wrong_call_is_told_to_the_model() {
    let cases = [
        ("surely_unknown", "{}", "there is no such tool"),
        (TOOL, "{\"surely_unknown\": 1}", "surely_unknown"),
        (TOOL, "{\"oops", "no JSON object"),
    ];
    for (name, arguments, said) in cases {
        let upstream = Upstream::start(openai_call("", name, arguments)).await;
        upstream.then(openai(&["Never mind."]));
        let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
        let reply = ask(&ada, room, "How is it?").await;
        let done = until_status(&ada, &reply, "done").await;
        assert!(text(&done).ends_with("Never mind."), "{done}");
        assert_eq!(text(&done).contains("Used"), name == TOOL, "{done}");
        let answer = upstream.asked()[1].body["messages"].as_array().unwrap().last().cloned();
        let answer = answer.unwrap_or(Value::Null)["content"].to_string();
        assert!(answer.contains("Error") && answer.contains(said), "{answer}");
    }
}

#[tokio::test]
async fn a_model_that_calls_without_end_is_cut_off() {
    let upstream = Upstream::start(openai_call("Again.", TOOL, &given())).await;
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "How is it?").await;
    let failed = until_status(&ada, &reply, "failed").await;
    assert!(failed["run"]["error"].as_str().unwrap().contains("again and again"), "{failed}");
    assert!(text(&failed).starts_with("Again."), "the text is kept");
    assert_eq!(upstream.asked().len(), 5);
}

#[tokio::test]
async fn a_reply_that_is_stopped_calls_nothing_more() {
    let upstream = Upstream::start(openai_call("Let me see.", TOOL, &given())).await;
    upstream.then(vec![Step::Wait(Duration::from_secs(30))]);
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "How is it?").await;
    until(&ada, &reply, |reply| text(reply).contains("Used")).await;
    assert_eq!(tell(&ada, &reply, "stop").await.status(), StatusCode::OK);
    let stopped = until_status(&ada, &reply, "stopped").await;
    assert!(text(&stopped).contains(&mark(TOOL)), "{stopped}");
    assert!(upstream.asked().len() <= 2);
}

#[tokio::test]
async fn a_call_is_heard_where_the_last_line_is_left_out() {
    let mut call = openai_call("<think>Hm</think>Let me see.", TOOL, &given());
    call.remove(call.len() - 2);
    let upstream = Upstream::start(call).await;
    upstream.then(openai(&["So it is."]));
    let (_server, ada, room) = asking(Kind::OpenaiCompatible, &upstream).await;
    let reply = ask(&ada, room, "How is it?").await;
    let done = until_status(&ada, &reply, "done").await;
    assert_eq!(text(&done), shown("Let me see.", "So it is."));
    assert_eq!(done["run"]["thoughts"], "Hm");
    let asked = upstream.asked();
    let [call, answer] = asked[1].body["messages"].as_array().unwrap().last_chunk().unwrap();
    assert_eq!(call["content"], "Let me see.", "thoughts are told to no model");
    assert_eq!(call["tool_calls"][0]["function"]["name"], TOOL);
    assert!(!answer["content"].as_str().unwrap().starts_with("Error"), "{answer}");
}
