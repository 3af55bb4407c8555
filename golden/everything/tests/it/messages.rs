//! Posts: sending, changing, deleting, and going through the history.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{PAGES, Person, Server, body, items, problem, texts};

#[tokio::test]
async fn a_message_is_stored_once_however_often_it_is_sent() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let send = format!("{room}/messages");
    let message = json!({ "body": "hello", "client_id": "one" });
    let first = body(ada.post(&send, &message).await, StatusCode::CREATED).await;
    let again = body(ada.post(&send, &message).await, StatusCode::OK).await;
    assert_eq!(first, again);
    let other = json!({ "body": "something else", "client_id": "one" });
    problem(ada.post(&send, &other).await, StatusCode::CONFLICT).await;
    body(bob.post(&send, &message).await, StatusCode::CREATED).await;
    let edit = json!({ "body": "hello you" });
    let edited = ada.patch(&format!("/api/messages/{}", first["id"]), &edit).await;
    assert_eq!(edited.status(), StatusCode::OK);
    // The answer to the first try may have been lost until now.
    let late = body(ada.post(&send, &message).await, StatusCode::OK).await;
    assert_eq!(late["body"], "hello you");
    assert_eq!(ada.read(&room).await.len(), 2);
}

#[tokio::test]
async fn sends_at_the_same_time_are_stored_once() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let message = json!({ "body": "hello", "client_id": "one" });
    let path = format!("{room}/messages");
    let send = || ada.post(&path, &message);
    let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
    let statuses = [a, b, c, d].map(|answer| answer.status());
    let stored = statuses.iter().filter(|status| **status == StatusCode::CREATED).count();
    assert_eq!(stored, 1, "{statuses:?}");
    assert_eq!(ada.read(&room).await.len(), 1);
}

#[tokio::test]
async fn what_says_nothing_or_too_much_is_refused() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let send = format!("{room}/messages");
    let long = "x".repeat(16_001);
    for text in ["", "  \n\t ", "\u{0}\u{7}", &long] {
        problem(ada.post(&send, &json!({ "body": text })).await, StatusCode::UNPROCESSABLE_ENTITY)
            .await;
    }
    for id in ["", &"x".repeat(65)] {
        let message = json!({ "body": "hello", "client_id": id });
        problem(ada.post(&send, &message).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    ada.say(&room, &"ä".repeat(16_000)).await;
    assert_eq!(ada.say(&room, "a\u{0}\u{2}b\r\nc  ").await["body"], "ab\nc");
}

#[tokio::test]
async fn an_author_edits_and_nobody_else() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let message = bob.say(&room, "helo").await;
    let path = format!("/api/messages/{}", message["id"]);
    problem(ada.patch(&path, &json!({ "body": "ha" })).await, StatusCode::FORBIDDEN).await;
    let edited =
        body(bob.patch(&path, &json!({ "body": "**hello**" })).await, StatusCode::OK).await;
    assert_eq!(edited["html"], "<p><strong>hello</strong></p>\n");
    assert_eq!((&edited["id"], &edited["seq"]), (&message["id"], &message["seq"]));
    assert!(edited["edited_at"].is_string());
    problem(bob.patch(&path, &json!({ "body": " " })).await, StatusCode::UNPROCESSABLE_ENTITY)
        .await;
}

#[tokio::test]
async fn deleting_leaves_a_tombstone_without_the_text() {
    let server = Server::start().await;
    let root = server.sign_up("root").await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let eve = server.sign_up("eve").await;
    let room = ada.open("Tea").await;
    for person in [&root, &bob, &eve] {
        person.join(&room).await;
    }
    for person in [&bob, &ada, &root] {
        let message = bob.say(&room, "a secret").await;
        let path = format!("/api/messages/{}", message["id"]);
        problem(eve.delete(&path).await, StatusCode::FORBIDDEN).await;
        assert_eq!(person.delete(&path).await.status(), StatusCode::NO_CONTENT);
        assert_eq!(person.delete(&path).await.status(), StatusCode::NO_CONTENT);
        let gone = bob.json(&path).await;
        assert_eq!(
            (&gone["deleted"], &gone["body"], &gone["html"]),
            (&json!(true), &json!(""), &json!(""))
        );
        problem(bob.patch(&path, &json!({ "body": "back" })).await, StatusCode::CONFLICT).await;
    }
    assert_eq!(bob.read(&room).await.len(), 3);
}

#[tokio::test]
async fn history_is_read_upward_page_by_page() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let (room, other) = (ada.open("Tea").await, ada.open("Noise").await);
    let mut sent = Vec::new();
    for number in 0..130 {
        sent.push(ada.say(&room, &format!("message {number}")).await);
        if number % 10 == 0 {
            ada.say(&other, "noise").await;
        }
    }
    let mut read = Vec::new();
    let mut page = ada.json(&format!("{room}/messages")).await;
    assert_eq!((&page["older"], &page["newer"]), (&json!(true), &json!(false)));
    loop {
        let next = page["next"].clone();
        read.splice(0..0, items(page));
        if next.is_null() {
            break;
        }
        page = ada.json(&format!("{room}/messages?before={next}&limit=33")).await;
    }
    assert_eq!(read, sent);
    let most = ada.json(&format!("{room}/messages?limit=1000")).await;
    assert_eq!(items(most).len(), 100);
    let after = ada.json(&format!("{room}/messages?after={}&limit=2", sent[3]["id"])).await;
    assert_eq!((items(after.clone()), &after["newer"]), (sent[4..6].to_vec(), &json!(true)));
    let around = ada.json(&format!("{room}/messages?around={}&limit=5", sent[60]["id"])).await;
    assert_eq!(items(around.clone()), sent[58..63]);
    assert_eq!((&around["older"], &around["newer"]), (&json!(true), &json!(true)));
    let foreign = ada.read(&other).await[0]["id"].clone();
    let lost = ada.get(&format!("{room}/messages?before={foreign}")).await;
    problem(lost, StatusCode::NOT_FOUND).await;
}

#[tokio::test]
async fn a_permalink_opens_the_history_around_its_message() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let mut sent = Vec::new();
    for number in 0..80 {
        sent.push(ada.say(&room, &format!("message {number}.")).await);
    }
    let page = room.replacen("/api", "", 1);
    let id = &sent[20]["id"];
    let linked = ada.page(&format!("{page}/messages/{id}")).await;
    assert!(linked.contains(&format!("data-target=\"{id}\"")));
    assert!(linked.contains("message 20.") && !linked.contains("message 79."));
    let latest = ada.page(&page).await;
    assert!(latest.contains("message 79.") && !latest.contains("message 20."));
    let other = ada.open("Other").await.replacen("/api", "", 1);
    let wrong = ada.get(&format!("{other}/messages/{id}")).await;
    assert_eq!(wrong.status(), StatusCode::NOT_FOUND);
    let above = ada.page(&format!("{page}/history?before={}", sent[30]["id"])).await;
    assert!(above.contains("message 29.") && !above.contains("message 30."));
    assert!(!above.contains("<html") && page.starts_with(PAGES));
}

#[tokio::test]
async fn each_change_is_one_event_without_a_gap() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let message = ada.say(&room, "one").await;
    let path = format!("/api/messages/{}", message["id"]);
    ada.patch(&path, &json!({ "body": "two" })).await;
    ada.patch(&path, &json!({ "body": "two" })).await;
    ada.delete(&path).await;
    ada.patch(&room, &json!({ "name": "Coffee" })).await;
    let events = events(&ada, &room).await;
    let kinds =
        ["member.joined", "message.created", "message.edited", "message.deleted", "room.changed"];
    assert_eq!(texts(&events, "kind"), kinds);
    let numbers: Vec<_> = events.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(message["seq"], 2);
}

async fn events(person: &Person, room: &str) -> Vec<Value> {
    items(person.json(&format!("{room}/events?after=0")).await)
}

#[tokio::test]
async fn nobody_can_flood_the_others() {
    let server = Server::with(|config| config.messages_per_minute = 3).await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let mut last = json!(null);
    for n in 0..3 {
        last = ada.say(&room, &n.to_string()).await;
    }
    let more = ada.post(&format!("{room}/messages"), &json!({ "body": "more" })).await;
    assert_eq!(more.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(more.headers().contains_key("retry-after"));
    let edit = format!("/api/messages/{}", last["id"]);
    let edit = ada.patch(&edit, &json!({ "body": "more" })).await;
    assert_eq!(edit.status(), StatusCode::TOO_MANY_REQUESTS);
    bob.say(&room, "One at a time").await;
}

#[tokio::test]
async fn a_reply_says_what_it_answers() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let send = format!("{room}/messages");
    let question = ada.say(&room, "Is the **kettle**\non?").await;
    let answer = json!({ "body": "It is", "reply_to_id": question["id"] });
    let sent = body(bob.post(&send, &answer).await, StatusCode::CREATED).await;
    let quoted = json!({ "id": question["id"], "author": "ada", "excerpt": "Is the kettle on?", "deleted": false });
    assert_eq!((&sent["reply_to_id"], &sent["reply_to"]), (&question["id"], &quoted));
    let path = format!("/api/messages/{}", question["id"]);
    body(ada.patch(&path, &json!({ "body": "Is the pot on?" })).await, StatusCode::OK).await;
    let shown = ada.json(&format!("/api/messages/{}", sent["id"])).await;
    assert_eq!(shown["reply_to"]["excerpt"], "Is the pot on?");

    // Somebody may still be writing an answer to what has just been deleted.
    assert_eq!(ada.delete(&path).await.status(), StatusCode::NO_CONTENT);
    let late = body(bob.post(&send, &answer).await, StatusCode::CREATED).await;
    let gone = json!({ "id": question["id"], "author": "ada", "excerpt": "", "deleted": true });
    assert_eq!(late["reply_to"], gone);
    assert_eq!(ada.say(&room, "No reply").await["reply_to"], Value::Null);
}

#[tokio::test]
async fn only_what_is_in_the_same_place_is_answered() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let (here, there) = (ada.open("Tea").await, bob.open("Elsewhere").await);
    let secret = bob.say(&there, "The treasure is in the cellar").await;
    for id in [secret["id"].clone(), json!(999_999), json!(-1)] {
        let answer = json!({ "body": "And?", "reply_to_id": id });
        let refused = ada.post(&format!("{here}/messages"), &answer).await;
        let refused = problem(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert!(refused["errors"]["reply_to_id"].is_array(), "{refused}");
    }
    assert_eq!(ada.read(&here).await.len(), 0);
}
