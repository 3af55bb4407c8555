//! `/tasks`.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::models;
use crate::models::{borrowed, form, text};
use crate::support::{Person, Server, Socket, body};

use crate::models::task as rows;

const PATH: &str = "/tasks";

#[tokio::test]
async fn the_list_shows_what_there_is() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    assert!(ada.page(PATH).await.contains("No tasks yet"));
    rows::create(&server, &ada, 1).await;
    assert!(ada.page(PATH).await.contains("<table"));
}

#[tokio::test]
async fn strangers_are_led_to_the_sign_in() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let stranger = server.visitor();
    let answer = stranger.get(PATH).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(answer.headers()["location"].to_str().unwrap().starts_with("/login"));
}

#[tokio::test]
async fn a_form_adds_a_row() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let new = format!("{PATH}/new");
    assert!(ada.page(&new).await.contains("<form"));
    let sent = form(&rows::sample(&server, &ada, 1).await);
    let answer = ada.submit(PATH, &borrowed(&sent)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    assert!(ada.page(PATH).await.contains("<table"));
    let answer = server.visitor().submit(PATH, &borrowed(&sent)).await;
    assert!(answer.headers()["location"].to_str().unwrap().starts_with("/login"));
}

#[tokio::test]
async fn a_form_comes_back_with_its_problems_and_what_was_written() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let sent = [("title", "")];
    let answer = ada.submit(PATH, &sent).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn a_row_has_its_pages() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let row = rows::create(&server, &ada, 1).await;
    let path = PATH.to_owned() + &rows::place(&row);
    assert!(ada.page(&path).await.contains("<dl"));
    let edit = format!("{path}/edit");
    assert!(ada.page(&edit).await.contains("<form"));
    let mut sent = form(&rows::sample(&server, &ada, 2).await);
    let fixed = ["project_id"];
    sent.retain(|(name, _)| !fixed.contains(&name.as_str()));
    let answer = ada.submit(&edit, &borrowed(&sent)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    let delete = format!("{path}/delete");
    assert!(ada.page(&delete).await.contains("<form"));
    let answer = ada.submit(&delete, &[]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(ada.get(&path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_lead_to_each_other() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    for n in 1..=2 {
        rows::create(&server, &ada, n).await;
    }
    let first = ada.page(&format!("{PATH}?limit=1")).await;
    assert!(first.contains("rel=\"next\"") && !first.contains("rel=\"prev\""));
    let (_, link) = first.split_once("?after=").unwrap();
    let (after, _) = link.split_once('"').unwrap();
    let last = ada.page(&format!("{PATH}?limit=1&after={after}")).await;
    assert!(last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""));
}

#[tokio::test]
async fn words_are_found() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let row = rows::create(&server, &ada, 1).await;
    let words = text(&row["title"]).replace(' ', "+");
    assert!(ada.page(&format!("{PATH}?q={words}")).await.contains("<table"));
    assert!(ada.page(&(PATH.to_owned() + "?q=nowhere")).await.contains("Nothing found"));
}

#[tokio::test]
async fn changes_reach_those_who_look() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut socket = ada.socket().await;
    let watch = json!({ "type": "watch", "view": "tasks" });
    socket.send(watch).await;
    socket.send(json!({ "type": "ping" })).await;
    socket.until("pong").await;
    rows::create(&server, &ada, 1).await;
    let frame = socket.until("view").await;
    assert_eq!(frame["view"], "tasks");
    assert_eq!(frame["action"], "created");
}

#[tokio::test]
async fn who_may_not_see_a_row_hears_nothing_of_it() {
    let server = Server::start().await;
    let (ada, grace) = (server.sign_up("ada").await, server.sign_up("grace").await);
    let (mut on_ada, mut on_grace) = (watching(&ada).await, watching(&grace).await);
    let sent = rows::hidden(&server, &ada, 1).await;
    let hidden = body(ada.post(API, &sent).await, StatusCode::CREATED).await;
    let path = format!("{API}{}", rows::place(&hidden));
    body(ada.patch(&path, &json!({})).await, StatusCode::OK).await;
    ada.delete(&path).await;
    while heard(&mut on_ada, &hidden).await != "deleted" {}
    let sent = rows::hidden(&server, &grace, 3).await;
    let own = body(grace.post(API, &sent).await, StatusCode::CREATED).await;
    let first = on_grace.until("view").await;
    assert_eq!((&first["id"], &first["action"]), (&own["id"], &json!("created")));
}

const API: &str = "/api/tasks";

async fn watching(person: &Person) -> Socket {
    let mut socket = person.socket().await;
    let watch = json!({ "type": "watch", "view": "tasks" });
    socket.send(watch).await;
    socket.frames_before_pong().await;
    socket
}

/// What is told next of a row.
async fn heard(socket: &mut Socket, row: &Value) -> String {
    loop {
        let frame = socket.until("view").await;
        if frame["id"] == row["id"] {
            return frame["action"].as_str().unwrap().to_owned();
        }
    }
}

#[tokio::test]
async fn who_is_gone_when_a_form_has_its_turn_changes_nothing() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let acts = ["new", "edit", "delete"];
    for (n, (end, act)) in models::pairs(&acts).enumerate() {
        let bob = server.sign_up(&format!("bob{n}")).await;
        let n = 2 * i64::try_from(n).unwrap();
        let row = rows::create(&server, &bob, n).await;
        let place = PATH.to_owned() + &rows::place(&row);
        let sent = form(&rows::sample(&server, &bob, n + 1).await);
        let (path, sent): (String, Vec<(String, String)>) = match act {
            "new" => (PATH.to_owned(), sent),
            "edit" | "delete" => (format!("{place}/{act}"), Vec::new()),
            event => (format!("{place}/events/{event}"), Vec::new()),
        };
        let request = bob.request(Method::POST, &path).header("accept", "text/html");
        let request = request.form(&sent).send();
        let answer = models::overtaken(&server, models::end(end, &ada, &bob), request).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{end}, then {act}");
        let to = answer.headers()["location"].to_str().unwrap();
        assert!(to.starts_with("/login"), "{end}, then {act}: {to}");
    }
}
