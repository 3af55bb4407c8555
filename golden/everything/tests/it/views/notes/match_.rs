//! Match.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::models::{borrowed, form};
use crate::support::{Person, Server, body, problem};
use crate::views::send;

use crate::models::note as rows;

/// What is sent with it; what it refers to is made first.
async fn params(server: &Server, ada: &Person) -> Value {
    let _ = (server, ada);
    json!({})
}

/// Its address for a new row.
async fn address(server: &Server, ada: &Person) -> String {
    let row = rows::create(server, ada, 1).await;
    format!("/notes{}/events/match", rows::place(&row))
}

#[tokio::test]
async fn those_who_look_are_told() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let path = address(&server, &ada).await;
    let mut socket = ada.socket().await;
    let watch = json!({ "type": "watch", "view": "notes" });
    socket.send(watch).await;
    socket.send(json!({ "type": "ping" })).await;
    socket.until("pong").await;
    let sent = params(&server, &ada).await;
    let done = body(send(&ada, &path, &sent).await, StatusCode::OK).await;
    assert!(done["notice"].is_string(), "{done}");
    while socket.until("view").await["action"] != "match" {}
}

#[tokio::test]
async fn who_may_not_see_the_row_is_not_told() {
    let server = Server::start().await;
    let (ada, grace) = (server.sign_up("ada").await, server.sign_up("grace").await);
    let (path, own) = (address(&server, &ada).await, address(&server, &grace).await);
    let mut socket = grace.socket().await;
    let watch = json!({ "type": "watch", "view": "notes" });
    socket.send(watch).await;
    socket.frames_before_pong().await;
    for (person, path) in [(&ada, &path), (&grace, &own)] {
        let sent = params(&server, person).await;
        body(send(person, path, &sent).await, StatusCode::OK).await;
    }
    let id = socket.until("view").await["id"].clone();
    assert!(own.contains(&format!("/{}/", crate::models::text(&id))), "{id} is not in {own}");
}

#[tokio::test]
async fn a_plain_form_leads_back_to_a_page_that_says_so() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let path = address(&server, &ada).await;
    let sent = form(&params(&server, &ada).await);
    let answer = ada.submit(&path, &borrowed(&sent)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    let back = answer.headers()["location"].to_str().unwrap();
    assert!(ada.page(back).await.contains("class=\"flash\""));
}

#[tokio::test]
async fn it_takes_somebody_who_is_signed_in_and_a_row_that_is_there() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let path = address(&server, &ada).await;
    let sent = params(&server, &ada).await;
    let stranger = server.visitor();
    problem(send(&stranger, &path, &sent).await, StatusCode::UNAUTHORIZED).await;
    let answer = stranger.submit(&path, &borrowed(&form(&sent))).await;
    assert!(answer.headers()["location"].to_str().unwrap().starts_with("/login"));
    // Whoever may not see the row may not do anything with it.
    let grace = server.sign_up("grace").await;
    problem(send(&grace, &path, &sent).await, StatusCode::NOT_FOUND).await;
    let (_, event) = path.split_once("/events/").unwrap();
    let nowhere = format!("/notes/4000000000/events/{event}");
    problem(send(&ada, &nowhere, &sent).await, StatusCode::NOT_FOUND).await;
}

#[tokio::test]
async fn every_problem_is_named() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let path = address(&server, &ada).await;
    let nonsense = json!({ "no such field": 1 });
    let refused = send(&ada, &path, &nonsense).await;
    let problem = problem(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(problem["errors"]["no such field"].is_array());
}
