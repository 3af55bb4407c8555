//! Where the assistant answers: somebody alone with it, whoever addresses it, and as each chat session has it.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::replies::{ROOMS, ask, echo, last, say, text, until_status};
use crate::support::{Person, body, problem};

const NAME: &str = "Assistant";

async fn join(person: &Person, room: i64) {
    let joined = person.post(&format!("{ROOMS}/{room}/join"), &json!({})).await;
    assert_eq!(joined.status(), StatusCode::NO_CONTENT);
}

/// Says something, and tells whether there is a reply to it.
async fn is_answered(person: &Person, room: i64, text: &str) -> bool {
    let prompt = say(person, room, text).await;
    let last = last(person, room).await;
    assert!(last["id"] == prompt["id"] || last["role"] == "assistant", "{last}");
    last["id"] != prompt["id"]
}

/// What this person has not read, as their list says.
async fn unread(person: &Person, room: i64) -> Value {
    let rooms = person.json(ROOMS).await;
    let rooms = rooms["items"].as_array().unwrap().clone();
    rooms.into_iter().find(|item| item["id"] == room).unwrap()["unread"].clone()
}

#[tokio::test]
async fn among_several_people_it_answers_whoever_addresses_it() {
    let (server, ada, room) = echo(|_| ()).await;
    assert!(is_answered(&ada, room, "Alone with it").await);
    let bob = server.sign_up("bob").await;
    join(&bob, room).await;
    for (text, answered) in [
        ("Shall we?".to_owned(), false),
        (format!("@{NAME}, shall we?"), true),
        (format!("@{}", NAME.to_uppercase()), true),
        (format!("`@{NAME}` is its name"), false),
        (format!("> @{NAME}\n\nas you said"), false),
        (format!("write to x@{NAME}"), false),
        ("ask nobody".to_owned(), false),
        ("/surely_unknown x".to_owned(), false),
    ] {
        assert_eq!(is_answered(&ada, room, &text).await, answered, "{text}");
        assert_eq!(is_answered(&bob, room, &text).await, answered, "{text}");
    }
    let page = bob.page(&format!("/chat-sessions/{room}")).await;
    assert!(page.contains("<kbd>@"), "the page says how to address it");
    let left = bob.post(&format!("{ROOMS}/{room}/leave"), &json!({})).await;
    assert_eq!(left.status(), StatusCode::NO_CONTENT);
    assert!(is_answered(&ada, room, "Alone again").await);
    let page = ada.page(&format!("/chat-sessions/{room}")).await;
    assert!(!page.contains("<kbd>@"), "there is nothing to say of it");
}

#[tokio::test]
async fn a_reply_to_it_addresses_it() {
    let (server, ada, room) = echo(|_| ()).await;
    let bob = server.sign_up("bob").await;
    join(&bob, room).await;
    let first = ask(&ada, room, &format!("@{NAME}, **tea** or coffee?")).await;
    until_status(&ada, &first, "done").await;
    let path = format!("{ROOMS}/{room}/messages");
    let reply_to = async |id: &Value| {
        let reply = json!({ "body": "Why?", "reply_to_id": id });
        let prompt = body(bob.post(&path, &reply).await, StatusCode::CREATED).await;
        (prompt, last(&bob, room).await)
    };
    let (prompt, reply) = reply_to(&first["id"]).await;
    assert_ne!(prompt["id"], reply["id"]);
    let done = until_status(&bob, &reply, "done").await;
    assert!(text(&done).contains("Why?"), "{done}");
    let (prompt, last) = reply_to(&prompt["id"]).await;
    assert_eq!(prompt["id"], last["id"], "that was said by a person");
}

#[tokio::test]
async fn a_command_asks_it() {
    let (server, ada, room) = echo(|_| ()).await;
    let bob = server.sign_up("bob").await;
    join(&bob, room).await;
    let reply = ask(&bob, room, "/ask what was that?").await;
    let done = until_status(&bob, &reply, "done").await;
    assert!(text(&done).contains("> what was that?\n"), "{done}");
    assert!(!is_answered(&ada, room, "/asking").await);
}

#[tokio::test]
async fn what_it_says_waits_for_nobody() {
    let (server, ada, room) = echo(|_| ()).await;
    let bob = server.sign_up("bob").await;
    join(&bob, room).await;
    let read = say(&ada, room, "Read").await;
    let path = format!("{ROOMS}/{room}/read");
    let marked = bob.post(&path, &json!({ "seq": read["seq"] })).await;
    assert_eq!(marked.status(), StatusCode::NO_CONTENT);
    let reply = ask(&ada, room, &format!("@{NAME} hi")).await;
    until_status(&ada, &reply, "done").await;
    assert_eq!(unread(&bob, room).await, 1, "what Ada said, and not the reply");
    assert_eq!(unread(&ada, room).await, 0);
}

#[tokio::test]
async fn each_room_has_a_switch() {
    let (server, ada, room) = echo(|_| ()).await;
    let bob = server.sign_up("bob").await;
    join(&bob, room).await;
    let path = format!("{ROOMS}/{room}");
    assert_eq!(ada.json(&path).await["assistant_answers"], "auto");
    let switch = |answers: &str| json!({ "assistant_answers": answers });
    problem(bob.patch(&path, &switch("always")).await, StatusCode::FORBIDDEN).await;
    let unknown = ada.patch(&path, &switch("sometimes")).await;
    assert!(unknown.status().is_client_error());

    let changed = body(ada.patch(&path, &switch("always")).await, StatusCode::OK).await;
    assert_eq!(changed["assistant_answers"], "always");
    assert_eq!(changed["name"], "Questions", "what is not given stays");
    assert!(is_answered(&bob, room, "Shall we?").await);
    let page = ada.page(&format!("/chat-sessions/{room}/settings")).await;
    assert!(page.contains("value=\"always\" checked"), "{page}");

    body(ada.patch(&path, &switch("never")).await, StatusCode::OK).await;
    let prompt = say(&bob, room, &format!("@{NAME}, are you there?")).await;
    assert_eq!(last(&bob, room).await["id"], prompt["id"]);
    let question = json!({ "prompt_id": prompt["id"] });
    let refused = bob.post(&format!("{path}/runs"), &question).await;
    problem(refused, StatusCode::CONFLICT).await;
    body(ada.patch(&path, &json!({ "name": "Answers" })).await, StatusCode::OK).await;
    assert_eq!(ada.json(&path).await["assistant_answers"], "never");
}

#[tokio::test]
async fn it_stays_out_of_what_is_between_two_people() {
    let (server, ada, _) = echo(|_| ()).await;
    let bob = server.sign_up("bob").await;
    let direct = body(ada.post(ROOMS, &json!({ "direct": bob.id })).await, StatusCode::CREATED);
    let room = direct.await["id"].as_i64().unwrap();
    let prompt = say(&ada, room, &format!("@{NAME}, hi")).await;
    assert_eq!(last(&ada, room).await["id"], prompt["id"]);
    let question = json!({ "prompt_id": prompt["id"] });
    let refused = ada.post(&format!("{ROOMS}/{room}/runs"), &question).await;
    problem(refused, StatusCode::CONFLICT).await;
}
