//! `/series`.

mod params_;

use reqwest::StatusCode;

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
