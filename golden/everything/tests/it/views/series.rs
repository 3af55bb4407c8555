//! `/series`.

mod params_;

use reqwest::{Method, StatusCode};

use crate::models;
use crate::support::Server;

use crate::models::series as rows;

const PATH: &str = "/series";

#[tokio::test]
async fn the_list_shows_what_there_is() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    assert!(ada.page(PATH).await.contains("No series yet"));
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
async fn who_is_gone_when_a_form_has_its_turn_changes_nothing() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let acts = ["params"];
    for (n, (end, act)) in models::pairs(&acts).enumerate() {
        let bob = server.sign_up(&format!("bob{n}")).await;
        let n = 2 * i64::try_from(n).unwrap();
        let row = rows::create(&server, &bob, n).await;
        let place = PATH.to_owned() + &rows::place(&row);
        let (path, sent): (String, Vec<(String, String)>) = match act {
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
