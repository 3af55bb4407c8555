//! `/news`.

use reqwest::StatusCode;

use crate::models::text;
use crate::support::Server;

use crate::models::news as rows;

const PATH: &str = "/news";

#[tokio::test]
async fn the_list_shows_what_there_is() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    assert!(ada.page(PATH).await.contains("No news yet"));
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
async fn words_are_found() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let row = rows::create(&server, &ada, 1).await;
    let words = text(&row["headline"]).replace(' ', "+");
    assert!(ada.page(&format!("{PATH}?q={words}")).await.contains("<table"));
    assert!(ada.page(&(PATH.to_owned() + "?q=nowhere")).await.contains("Nothing found"));
}
