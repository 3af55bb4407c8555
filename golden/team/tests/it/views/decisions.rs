//! `/decisions`.

mod question;

use reqwest::StatusCode;

use crate::support::Server;

use crate::models::decision as rows;

const PATH: &str = "/decisions";

#[tokio::test]
async fn the_list_shows_what_there_is() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    assert!(ada.page(PATH).await.contains("No decisions yet"));
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
