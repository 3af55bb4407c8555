//! Errors as people see them: inside of what stands around every page, and still a page where that cannot be had.

use reqwest::{Method, StatusCode};

use crate::support::{Browser, PAGES, Server};

/// What only somebody who is signed in has beside a page.
const SIDEBAR: &str = r#"id="sidebar""#;

#[tokio::test]
async fn an_error_leaves_everything_else_in_reach() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    ada.open("Still here").await;
    let page = |room: String| room.replacen("/api", "", 1);
    let (closed, open) = (page(bob.close("Secret").await), page(bob.open("Window").await));
    let cases = [
        ("/nowhere".to_owned(), StatusCode::NOT_FOUND),
        (format!("{PAGES}/999999"), StatusCode::NOT_FOUND),
        (closed, StatusCode::NOT_FOUND),
        (format!("{open}/settings"), StatusCode::FORBIDDEN),
    ];
    for (path, status) in cases {
        let text = error(&ada, &path, status).await;
        assert!(text.contains(SIDEBAR) && text.contains("Still here"), "{path}: {text}");
        assert!(!text.contains("Secret"), "{path}");
    }
    let text = error(&server.visitor(), "/nowhere", StatusCode::NOT_FOUND).await;
    assert!(!text.contains(SIDEBAR), "{text}");
}

#[tokio::test]
async fn an_error_is_a_page_while_the_database_does_not_answer() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let read = &server.app.db.read;
    let mut held = Vec::new();
    for _ in 0..read.options().get_max_connections() {
        held.push(read.acquire().await.unwrap());
    }
    let text = error(&ada, "/nowhere", StatusCode::NOT_FOUND).await;
    assert!(!text.contains(SIDEBAR), "{text}");
    drop(held);
    assert!(error(&ada, "/nowhere", StatusCode::NOT_FOUND).await.contains(SIDEBAR));
    read.close().await;
    let text = error(&ada, PAGES, StatusCode::INTERNAL_SERVER_ERROR).await;
    assert!(!text.contains(SIDEBAR), "{text}");
}

/// The page that a browser is shown.
async fn error(browser: &Browser, path: &str, status: StatusCode) -> String {
    let asked = browser.request(Method::GET, path).header("accept", "text/html");
    let response = asked.send().await.unwrap();
    assert_eq!(response.status(), status, "{path}");
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    response.text().await.unwrap()
}
