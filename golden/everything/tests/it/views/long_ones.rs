//! `/long-ones`.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::models;
use crate::models::{borrowed, form};
use crate::support::Server;

use crate::models::internationalisation_coordination_note as rows;

const PATH: &str = "/long-ones";

#[tokio::test]
async fn the_list_shows_what_there_is() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    assert!(ada.page(PATH).await.contains("No internationalisation coordination notes yet"));
    rows::create(&server, &ada, 1).await;
    assert!(ada.page(PATH).await.contains("<table"));
}

#[tokio::test]
async fn strangers_may_read() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    assert_eq!(server.visitor().get(PATH).await.status(), StatusCode::OK);
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
async fn a_row_has_its_pages() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let row = rows::create(&server, &ada, 1).await;
    let path = PATH.to_owned() + &rows::place(&row);
    assert!(ada.page(&path).await.contains("<dl"));
    let edit = format!("{path}/edit");
    assert!(ada.page(&edit).await.contains("<form"));
    let sent = form(&rows::sample(&server, &ada, 2).await);
    let answer = ada.submit(&edit, &borrowed(&sent)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    let delete = format!("{path}/delete");
    assert!(ada.page(&delete).await.contains("<form"));
    let answer = ada.submit(&delete, &[]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(ada.get(&path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn changes_reach_those_who_look() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut socket = ada.socket().await;
    let watch = json!({ "type": "watch", "view": "long_ones" });
    socket.send(watch).await;
    socket.send(json!({ "type": "ping" })).await;
    socket.until("pong").await;
    rows::create(&server, &ada, 1).await;
    let frame = socket.until("view").await;
    assert_eq!(frame["view"], "long_ones");
    assert_eq!(frame["action"], "created");
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
