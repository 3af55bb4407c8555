//! Chat sessions: who gets in, who changes what, and how they are listed.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{PAGES, Person, ROOMS, Server, body, items, problem, texts};

#[tokio::test]
async fn anybody_joins_what_is_open() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    assert_eq!(bob.json(&room).await["membership"], Value::Null);
    let refused = bob.post(&format!("{room}/messages"), &json!({ "body": "hello" })).await;
    problem(refused, StatusCode::FORBIDDEN).await;
    bob.join(&room).await;
    bob.join(&room).await;
    bob.say(&room, "hello").await;
    assert_eq!(texts(&members(&ada, &room).await, "name"), ["ada", "bob"]);
    assert_eq!(texts(&members(&ada, &room).await, "role"), ["owner", "member"]);
}

#[tokio::test]
async fn what_is_closed_does_not_exist_for_others() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.close("Secret").await;
    let message = ada.say(&room, "treasure").await;
    let page = room.replacen("/api", "", 1);
    let paths = [
        room.clone(),
        format!("{room}/messages"),
        format!("{room}/members"),
        format!("{room}/events?after=0"),
        format!("/api/messages/{}", message["id"]),
        page.clone(),
        format!("{page}/settings"),
        format!("{page}/messages/{}", message["id"]),
        format!("{ROOMS}/999999"),
        format!("{PAGES}/none"),
    ];
    for path in paths {
        assert_eq!(eve.get(&path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let join = eve.post(&format!("{room}/join"), &json!({})).await;
    problem(join, StatusCode::NOT_FOUND).await;
    let send = eve.post(&format!("{room}/messages"), &json!({ "body": "let me in" })).await;
    problem(send, StatusCode::NOT_FOUND).await;
    let change = eve.patch(&room, &json!({ "name": "Mine" })).await;
    problem(change, StatusCode::NOT_FOUND).await;
    let delete = eve.delete(&format!("/api/messages/{}", message["id"])).await;
    problem(delete, StatusCode::NOT_FOUND).await;
    assert!(items(eve.json(&format!("{ROOMS}/directory")).await).is_empty());
    assert!(!eve.page(PAGES).await.contains("Secret"));
}

#[tokio::test]
async fn only_an_owner_changes_it() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let refused = bob.patch(&room, &json!({ "name": "Coffee" })).await;
    problem(refused, StatusCode::FORBIDDEN).await;
    let changes = json!({ "name": "  Coffee ", "kind": "closed" });
    let changed = body(ada.patch(&room, &changes).await, StatusCode::OK).await;
    assert_eq!((&changed["name"], &changed["kind"]), (&json!("Coffee"), &json!("closed")));
    for changes in
        [json!({ "name": " " }), json!({ "name": "x".repeat(121) }), json!({ "kind": "direct" })]
    {
        problem(ada.patch(&room, &changes).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    assert_eq!(ada.json(&room).await["name"], "Coffee");
}

#[tokio::test]
async fn an_owner_adds_promotes_and_removes() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.close("Plans").await;
    let nobody = ada.post(&format!("{room}/members"), &json!({ "email": "x@example.com" })).await;
    problem(nobody, StatusCode::UNPROCESSABLE_ENTITY).await;
    let added = ada.post(&format!("{room}/members"), &json!({ "email": "bob@example.com" })).await;
    assert_eq!(added.status(), StatusCode::NO_CONTENT);
    bob.say(&room, "here I am").await;
    let bob_in_room = format!("{room}/members/{}", bob.id);
    let refused = bob.patch(&bob_in_room, &json!({ "role": "owner" })).await;
    problem(refused, StatusCode::FORBIDDEN).await;
    let promoted = ada.patch(&bob_in_room, &json!({ "role": "owner" })).await;
    assert_eq!(promoted.status(), StatusCode::NO_CONTENT);
    assert_eq!(ada.delete(&bob_in_room).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(bob.get(&room).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_owner_does_not_leave_others_alone() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let leave = format!("{room}/leave");
    problem(ada.post(&leave, &json!({})).await, StatusCode::CONFLICT).await;
    assert_eq!(bob.post(&leave, &json!({})).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(ada.post(&leave, &json!({})).await.status(), StatusCode::NO_CONTENT);
    // Nobody is left: it is put away, and no longer found.
    assert_eq!(bob.get(&room).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_archived_is_read_only_and_can_come_back() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Old").await;
    let message = ada.say(&room, "long ago").await;
    let message = format!("/api/messages/{}", message["id"]);
    assert_eq!(ada.delete(&room).await.status(), StatusCode::NO_CONTENT);
    let send = ada.post(&format!("{room}/messages"), &json!({ "body": "more" })).await;
    problem(send, StatusCode::CONFLICT).await;
    problem(ada.patch(&message, &json!({ "body": "else" })).await, StatusCode::CONFLICT).await;
    assert_eq!(texts(&ada.read(&room).await, "body"), ["long ago"]);
    assert_eq!(bob.get(&room).await.status(), StatusCode::NOT_FOUND);
    assert!(items(ada.json(ROOMS).await).is_empty());
    assert_eq!(items(ada.json(&format!("{ROOMS}?archived=true")).await).len(), 1);
    let back = ada.patch(&room, &json!({ "archived": false })).await;
    assert_eq!(back.status(), StatusCode::OK);
    ada.say(&room, "again").await;
}

#[tokio::test]
async fn two_people_have_one_direct_conversation() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let eve = server.sign_up("eve").await;
    let first = ada.post(ROOMS, &json!({ "direct": bob.id })).await;
    let first = body(first, StatusCode::CREATED).await;
    let second = bob.post(ROOMS, &json!({ "direct": ada.id })).await;
    let second = body(second, StatusCode::OK).await;
    assert_eq!(first["id"], second["id"]);
    let room = format!("{ROOMS}/{}", first["id"]);
    ada.say(&room, "just us").await;
    assert_eq!(eve.get(&room).await.status(), StatusCode::NOT_FOUND);
    let add = ada.post(&format!("{room}/members"), &json!({ "user_id": eve.id })).await;
    problem(add, StatusCode::FORBIDDEN).await;
    problem(ada.patch(&room, &json!({ "name": "x" })).await, StatusCode::FORBIDDEN).await;
    problem(ada.post(&format!("{room}/leave"), &json!({})).await, StatusCode::CONFLICT).await;
    assert_eq!(items(bob.json(ROOMS).await)[0]["title"], "ada");
    for nobody in [ada.id, 999_999] {
        let refused = ada.post(ROOMS, &json!({ "direct": nobody })).await;
        problem(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
}

#[tokio::test]
async fn a_list_says_what_is_unread() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let (tea, plans) = (ada.open("Tea").await, ada.open("Plans").await);
    bob.join(&tea).await;
    bob.join(&plans).await;
    ada.say(&tea, "one").await;
    ada.say(&tea, "two").await;
    let gone = ada.say(&tea, "three").await;
    ada.delete(&format!("/api/messages/{}", gone["id"])).await;
    bob.say(&tea, "my own").await;
    let list = items(bob.json(ROOMS).await);
    assert_eq!(texts(&list, "name"), ["Tea", "Plans"]);
    assert_eq!((&list[0]["unread"], &list[1]["unread"]), (&json!(2), &json!(0)));
    assert_eq!((&list[0]["last_author"], &list[0]["last_text"]), (&json!("bob"), &json!("my own")));
    let read = bob.post(&format!("{tea}/read"), &json!({ "seq": 1_000_000 })).await;
    assert_eq!(read.status(), StatusCode::NO_CONTENT);
    let list = items(bob.json(ROOMS).await);
    assert_eq!(list[0]["unread"], 0);
    assert_eq!(list[0]["last_read_seq"], list[0]["last_seq"]);
    // An older mark does not take it back.
    bob.post(&format!("{tea}/read"), &json!({ "seq": 1 })).await;
    assert_eq!(items(bob.json(ROOMS).await)[0]["unread"], 0);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    for number in 0..55 {
        ada.open(&format!("Number {number}")).await;
    }
    for (person, list) in [(&ada, ROOMS.to_owned()), (&bob, format!("{ROOMS}/directory"))] {
        let first = person.json(&list).await;
        let next = first["next"].to_string();
        let second = person.json(&format!("{list}?before={}", next.trim_matches('"'))).await;
        let all = [items(first), items(second.clone())].concat();
        assert_eq!((all.len(), &second["next"]), (55, &Value::Null), "{list}");
        assert_eq!((&all[0]["name"], &all[54]["name"]), (&json!("Number 54"), &json!("Number 0")));
    }
    problem(ada.get(&format!("{ROOMS}?before=x")).await, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn pages_work_without_a_script() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    assert!(ada.page("/").await.contains("chat session"));
    let blank = ada.submit(PAGES, &[("name", " "), ("kind", "open")]).await;
    assert_eq!(blank.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let made = ada.submit(PAGES, &[("name", "Tea & <b>cake</b>"), ("kind", "open")]).await;
    assert_eq!(made.status(), StatusCode::SEE_OTHER);
    let room = made.headers()["location"].to_str().unwrap().to_owned();
    let page = ada.page(&room).await;
    assert!(page.contains("Tea &amp; &lt;b&gt;cake"), "{page}");
    assert_eq!(ada.get("/").await.headers()["location"], room.as_str());
    for path in [PAGES.to_owned(), format!("{PAGES}/new"), format!("{room}/settings")] {
        ada.page(&path).await;
    }
    let bob = server.sign_up("bob").await;
    let joined = bob.submit(&format!("{room}/join"), &[]).await;
    assert_eq!(joined.headers()["location"], room.as_str());
}

#[tokio::test]
async fn what_the_schema_adds_is_part_of_it() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let fields = "topic";
    for field in fields.split(' ') {
        assert!(ada.json(&room).await.get(field).is_some(), "{field}");
    }
    let unknown = ada.patch(&room, &json!({ "surely_unknown": 1 })).await;
    problem(unknown, StatusCode::UNPROCESSABLE_ENTITY).await;
    let texts = "topic";
    for field in texts.split(' ') {
        for value in [json!("x"), Value::Null] {
            let changed = ada.patch(&room, &json!({ field: value })).await;
            assert_eq!(body(changed, StatusCode::OK).await[field], value, "{field}");
        }
        let wrong = ada.patch(&room, &json!({ field: [1] })).await;
        problem(wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
}

async fn members(person: &Person, room: &str) -> Vec<Value> {
    items(person.json(&format!("{room}/members")).await)
}
