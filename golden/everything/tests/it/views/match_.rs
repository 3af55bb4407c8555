//! `/match`.

use reqwest::StatusCode;

use crate::support::Server;

use crate::models::x as rows;

const PATH: &str = "/match";

#[tokio::test]
async fn the_list_shows_what_there_is() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    assert!(ada.page(PATH).await.contains("No xes yet"));
    rows::create(&server, &ada, 1).await;
    assert!(ada.page(PATH).await.contains("<table"));
}

#[tokio::test]
async fn strangers_may_read() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    assert_eq!(server.visitor().get(PATH).await.status(), StatusCode::OK);
}
