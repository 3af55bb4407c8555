//! Replies: they stream, outlive what began them, stop when told, and can be tried again.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};

use ::everything::config::assistant::Provider;

use crate::support::replies::{
    NEVER, ROOMS, ask, echo, has_text, last, open_room, say, tell, text, until, until_status,
};
use crate::support::{body, problem};

/// Why a run failed.
fn error(reply: &Value) -> &str {
    reply["run"]["error"].as_str().unwrap()
}

#[tokio::test]
async fn a_message_is_answered_piece_by_piece() {
    let (_server, ada, room) = echo(|_| ()).await;
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "resume", "room": room })).await;
    socket.until("resumed").await;
    say(&ada, room, "Good **morning**").await;
    let (mut kinds, mut whole) = (Vec::new(), String::new());
    let mut finished = None;
    // The end, which is in the log, may overtake the last pieces, which are not.
    let finished = loop {
        if let Some(end) = finished.take_if(|end: &mut Value| text(&end["message"]) == whole) {
            break end;
        }
        let frame = socket.next().await;
        if frame["type"] == "delta" {
            let units: Vec<u16> = whole.encode_utf16().collect();
            let offset = usize::try_from(frame["offset"].as_u64().unwrap()).unwrap();
            assert!(offset <= units.len(), "a gap");
            whole = String::from_utf16(&units[..offset]).unwrap() + frame["text"].as_str().unwrap();
        } else if frame["type"] == "event" {
            kinds.push(frame["kind"].as_str().unwrap().to_owned());
            if frame["kind"] == "run.finished" {
                finished = Some(frame);
            }
        }
    };
    assert_eq!(kinds, ["message.created", "message.created", "run.started", "run.finished"]);
    let reply = &finished["message"];
    assert!(whole.starts_with("You said"), "{whole}");
    assert_eq!((&reply["role"], &reply["user_id"]), (&json!("assistant"), &Value::Null));
    assert_eq!(reply["run"]["status"], "done");
    assert_eq!(finished["detail"]["status"], "done");
    assert!(reply["html"].as_str().unwrap().contains("<strong>morning</strong>"), "{reply}");
    assert!(finished["html"].as_str().unwrap().contains("<strong>morning</strong>"));
}

#[tokio::test]
async fn whoever_comes_later_finds_what_is_there() {
    let (_server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(50)).await;
    let reply = ask(&ada, room, "one two three four five six seven eight nine ten").await;
    assert_eq!(reply["role"], "assistant");
    let part = until(&ada, &reply, has_text).await;
    assert_eq!(part["run"]["status"], "streaming");
    assert!(part["html"].as_str().unwrap().starts_with("<p>"), "{part}");
    let whole = until_status(&ada, &reply, "done").await;
    assert!(text(&whole).starts_with(text(&part)) && text(&whole).len() > text(&part).len());
}

#[tokio::test]
async fn a_reply_stops_at_once_and_keeps_its_text() {
    let (_server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(50)).await;
    let reply = ask(&ada, room, &"word ".repeat(200)).await;
    until(&ada, &reply, has_text).await;
    let run = body(tell(&ada, &reply, "stop").await, StatusCode::OK).await;
    assert_eq!(run["status"], "stopped");
    let stopped = until_status(&ada, &reply, "stopped").await;
    assert!(has_text(&stopped));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(until_status(&ada, &reply, "stopped").await["body"], stopped["body"]);
    let again = body(tell(&ada, &reply, "stop").await, StatusCode::OK).await;
    assert_eq!(again, run, "stopping twice changes nothing");
}

#[tokio::test]
async fn a_provider_that_hangs_is_stopped_too() {
    let (_server, ada, room) = echo(|config| config.assistant.echo_delay = NEVER).await;
    let reply = ask(&ada, room, "Hello?").await;
    until_status(&ada, &reply, "streaming").await;
    let start = Instant::now();
    let run = body(tell(&ada, &reply, "stop").await, StatusCode::OK).await;
    assert_eq!(run["status"], "stopped");
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_stopped_reply_is_written_anew_in_its_place() {
    let (_server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(20)).await;
    let reply = ask(&ada, room, "one two three").await;
    until(&ada, &reply, has_text).await;
    tell(&ada, &reply, "stop").await;
    let run = body(tell(&ada, &reply, "retry").await, StatusCode::CREATED).await;
    assert_eq!((&run["status"], &run["message_id"]), (&json!("queued"), &reply["id"]));
    let done = until_status(&ada, &reply, "done").await;
    assert!(text(&done).contains("> one two three"), "{done}");
    assert_eq!((&done["run"]["id"], &done["seq"]), (&run["id"], &reply["seq"]));
    problem(tell(&ada, &reply, "retry").await, StatusCode::CONFLICT).await;
}

#[tokio::test]
async fn a_stopped_reply_goes_on_where_it_was() {
    let (_server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(20)).await;
    let reply = ask(&ada, room, "one two three").await;
    let part = until(&ada, &reply, has_text).await;
    problem(tell(&ada, &part, "continue").await, StatusCode::CONFLICT).await;
    tell(&ada, &reply, "stop").await;
    let stopped = until_status(&ada, &reply, "stopped").await;
    let page = ada.page(&format!("/channels/{room}")).await;
    assert!(page.contains("data-continue"), "{page}");
    let run = body(tell(&ada, &reply, "continue").await, StatusCode::CREATED).await;
    assert_eq!((&run["status"], &run["message_id"]), (&json!("queued"), &reply["id"]));
    let done = until_status(&ada, &reply, "done").await;
    assert!(text(&done).starts_with(text(&stopped)) && text(&done).len() > text(&stopped).len());
    assert_eq!(text(&done).matches("> one two three").count(), 1, "{done}");
    assert!(text(&done).ends_with("name it in the configuration."), "{done}");
    problem(tell(&ada, &stopped, "continue").await, StatusCode::CONFLICT).await;
    problem(tell(&ada, &done, "continue").await, StatusCode::CONFLICT).await;
}

#[tokio::test]
async fn whoever_thinks_aloud_is_heard_apart() {
    let (_server, ada, room) = echo(|_| ()).await;
    let reply = ask(&ada, room, "<think>Hm, so</think> Is it?").await;
    let done = until_status(&ada, &reply, "done").await;
    assert!(text(&done).starts_with("You said, in **2 words**"), "{done}");
    assert_eq!(done["run"]["thoughts"], "Hm, so");
    assert!(!done["html"].as_str().unwrap().contains("Hm"), "{done}");
}

#[tokio::test]
async fn a_reply_under_way_can_not_be_tried_again() {
    let (_server, ada, room) = echo(|config| config.assistant.echo_delay = NEVER).await;
    let reply = ask(&ada, room, "Hello?").await;
    problem(tell(&ada, &reply, "retry").await, StatusCode::CONFLICT).await;
}

#[tokio::test]
async fn prompts_wait_for_their_turn() {
    let (_server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(20)).await;
    let first = ask(&ada, room, "first").await;
    until_status(&ada, &first, "streaming").await;
    let second = ask(&ada, room, "second").await;
    let third = ask(&ada, room, "third").await;
    assert_eq!(second["run"]["status"], "queued");
    assert_eq!(body(tell(&ada, &second, "stop").await, StatusCode::OK).await["status"], "stopped");
    let third = until_status(&ada, &third, "done").await;
    assert!(text(&third).contains("> third"));
    assert_eq!(until_status(&ada, &first, "done").await["run"]["status"], "done");
    assert_eq!(until_status(&ada, &second, "stopped").await["body"], "");
}

#[tokio::test]
async fn rooms_do_not_wait_for_each_other() {
    let (_server, ada, room) = echo(|config| config.assistant.echo_delay = NEVER).await;
    let other = open_room(&ada).await;
    let (here, there) = (ask(&ada, room, "a").await, ask(&ada, other, "b").await);
    until_status(&ada, &here, "streaming").await;
    until_status(&ada, &there, "streaming").await;
}

#[tokio::test]
async fn an_edited_prompt_is_asked_again() {
    let (_server, ada, room) = echo(|_| ()).await;
    let prompt = say(&ada, room, "one").await;
    let reply = last(&ada, room).await;
    until_status(&ada, &reply, "done").await;
    let path = format!("/api/messages/{}", prompt["id"]);
    body(ada.patch(&path, &json!({ "body": "two" })).await, StatusCode::OK).await;
    let question = json!({ "prompt_id": prompt["id"] });
    let run = ada.post(&format!("{ROOMS}/{room}/runs"), &question).await;
    let run = body(run, StatusCode::CREATED).await;
    assert_eq!(run["message_id"], reply["id"]);
    let anew = until(&ada, &reply, |reply| {
        reply["run"]["id"] == run["id"] && reply["run"]["status"] == "done"
    });
    assert!(text(&anew.await).contains("> two"));
    let question = json!({ "prompt_id": reply["id"] });
    let refused = ada.post(&format!("{ROOMS}/{room}/runs"), &question).await;
    problem(refused, StatusCode::CONFLICT).await;
}

#[tokio::test]
async fn a_reply_that_is_deleted_is_not_written_any_more() {
    let (_server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(20)).await;
    let reply = ask(&ada, room, &"word ".repeat(200)).await;
    until(&ada, &reply, has_text).await;
    let deleted = ada.delete(&format!("/api/messages/{}", reply["id"])).await;
    assert_eq!(deleted.status(), StatusCode::NO_CONTENT);
    let gone = until_status(&ada, &reply, "stopped").await;
    assert_eq!((&gone["body"], &gone["deleted"]), (&json!(""), &json!(true)));
    problem(tell(&ada, &reply, "retry").await, StatusCode::CONFLICT).await;
}

#[tokio::test]
async fn a_prompt_that_is_deleted_in_the_queue_is_not_answered() {
    let (_server, ada, room) =
        echo(|config| config.assistant.echo_delay = Duration::from_millis(20)).await;
    let first = ask(&ada, room, "first").await;
    until_status(&ada, &first, "streaming").await;
    let prompt = say(&ada, room, "second").await;
    let second = last(&ada, room).await;
    assert_eq!(second["run"]["status"], "queued");
    let third = ask(&ada, room, "third").await;
    let deleted = ada.delete(&format!("/api/messages/{}", prompt["id"])).await;
    assert_eq!(deleted.status(), StatusCode::NO_CONTENT);
    assert_eq!(until_status(&ada, &second, "stopped").await["body"], "");
    let third = until_status(&ada, &third, "done").await;
    assert!(text(&third).contains("> third"), "{third}");
    assert!(text(&until_status(&ada, &first, "done").await).contains("> first"));
}

#[tokio::test]
async fn silence_ends_a_reply() {
    let (_server, ada, room) = echo(|config| {
        config.assistant.echo_delay = NEVER;
        config.assistant.first_word = Duration::from_millis(50);
    })
    .await;
    let reply = ask(&ada, room, "Hello?").await;
    let failed = until_status(&ada, &reply, "failed").await;
    assert!(failed["run"]["error"].as_str().unwrap().contains("silent"), "{failed}");
}

#[tokio::test]
async fn a_reply_that_takes_too_long_is_cut_off() {
    let (_server, ada, room) = echo(|config| {
        config.assistant.echo_delay = Duration::from_millis(20);
        config.assistant.whole_reply = Duration::from_millis(100);
    })
    .await;
    let reply = ask(&ada, room, &"word ".repeat(200)).await;
    let failed = until_status(&ada, &reply, "failed").await;
    assert!(has_text(&failed), "the text so far is kept");
}

#[tokio::test]
async fn nobody_asks_for_more_than_their_share() {
    let (server, ada, room) = echo(|config| {
        config.assistant.echo_delay = NEVER;
        config.assistant.waiting = 2;
        config.assistant.hourly = 3;
    })
    .await;
    let first = ask(&ada, room, "one").await;
    ask(&ada, room, "two").await;
    let prompt = say(&ada, room, "three").await;
    let refused = last(&ada, room).await;
    assert!(error(&refused).contains("2 replies at a time"), "{refused}");
    let path = format!("{ROOMS}/{room}/runs");
    let again = ada.post(&path, &json!({ "prompt_id": prompt["id"] })).await;
    assert!(again.headers().contains_key("retry-after"));
    problem(again, StatusCode::TOO_MANY_REQUESTS).await;
    tell(&ada, &first, "stop").await;
    let third = ask(&ada, room, "three").await;
    tell(&ada, &third, "stop").await;
    let refused = ask(&ada, room, "four").await;
    assert!(error(&refused).contains("3 replies within an hour"), "{refused}");
    let bob = server.sign_up("bob").await;
    let room = open_room(&bob).await;
    ask(&bob, room, "one").await;
}

#[tokio::test]
async fn a_run_is_none_of_a_strangers_business() {
    let (server, ada, room) = echo(|config| config.assistant.echo_delay = NEVER).await;
    let prompt = say(&ada, room, "Mine").await;
    let reply = last(&ada, room).await;
    let eve = server.sign_up("eve").await;
    let run = format!("/api/runs/{}", reply["run"]["id"]);
    problem(eve.get(&run).await, StatusCode::NOT_FOUND).await;
    problem(tell(&eve, &reply, "stop").await, StatusCode::NOT_FOUND).await;
    problem(tell(&eve, &reply, "retry").await, StatusCode::NOT_FOUND).await;
    let own = open_room(&eve).await;
    let question = json!({ "prompt_id": prompt["id"] });
    let refused = eve.post(&format!("{ROOMS}/{own}/runs"), &question).await;
    problem(refused, StatusCode::NOT_FOUND).await;
    assert_eq!(server.visitor().get(&run).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(ada.json(&run).await["finished_at"], Value::Null);
}

#[tokio::test]
async fn an_assistant_that_is_off_says_nothing() {
    let (_server, ada, room) = echo(|config| config.assistant.provider = Provider::Off).await;
    let prompt = say(&ada, room, "Anybody?").await;
    assert_eq!(last(&ada, room).await["id"], prompt["id"]);
    let question = json!({ "prompt_id": prompt["id"] });
    let refused = ada.post(&format!("{ROOMS}/{room}/runs"), &question).await;
    problem(refused, StatusCode::CONFLICT).await;
}
