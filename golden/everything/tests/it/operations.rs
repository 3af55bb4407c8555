//! Running the server: health, figures, the API's description, and stopping.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::{Browser, Server, problem};

#[tokio::test]
async fn a_load_balancer_learns_that_the_server_is_ready() {
    let server = Server::start().await;
    let visitor = server.visitor();
    assert_eq!(visitor.get("/health").await.status(), StatusCode::OK);
    assert_eq!(visitor.get("/ready").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_server_without_its_database_is_not_ready() {
    let server = Server::start().await;
    let visitor = server.visitor();
    assert_eq!(visitor.get("/ready").await.status(), StatusCode::OK);
    server.app.db.close().await;
    // An answer holds for a moment.
    while visitor.get("/ready").await.status() == StatusCode::OK {
        sleep(Duration::from_millis(20)).await;
    }
    problem(visitor.get("/ready").await, StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(visitor.get("/health").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_server_that_is_about_to_stop_says_so_and_finishes_what_it_began() {
    let server = Server::with(|config| config.drain_delay = Duration::from_millis(300)).await;
    let ada = server.sign_up("ada").await;
    let mut socket = ada.socket().await;
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "PATCH /api/me HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 14\r\nconnection: close\r\n\r\n",
        server.address, ada.token
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    server.app.shutdown.cancel();
    problem(ada.get("/ready").await, StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(socket.closed().await, 1012);
    // Both happen at the same time, in this order or the other.
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    slow.write_all(br#"{"name":"Ada"}"#).await.unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn figures_are_for_this_machine_only() {
    let server = Server::start().await;
    let visitor = server.visitor();
    visitor.get("/static/nowhere.js").await;
    let figures = visitor.get("/metrics").await.text().await.unwrap();
    assert!(figures.contains("http_requests_total"), "{figures}");
    assert!(!figures.contains("nowhere.js"), "counted by path instead of route");
}

#[tokio::test]
async fn a_proxy_on_this_machine_gets_no_figures() {
    let server = Server::start().await;
    let port = server.address.port();
    let through = "x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-port x-forwarded-server x-forwarded \
        forwarded-for forwarded x-real-ip via cf-connecting-ip cf-ray true-client-ip x-client-ip x-cluster-client-ip \
        fastly-client-ip x-envoy-external-address x-original-url x-original-forwarded-for x-proxyuser-ip cdn-loop \
        x-amzn-trace-id x-appengine-user-ip x-azure-clientip x-azure-socketip x-remote-addr";
    for header in through.split(' ') {
        let request = server.visitor().request(Method::GET, "/metrics").header(header, "10.0.0.1");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{header}");
        problem(answer, StatusCode::NOT_FOUND).await;
    }
    // What it hands on by default, if it says nothing else.
    let hosts = [
        ("localhost", "HTTP/1.1", true),
        ("LOCALHOST:9", "HTTP/1.1", true),
        ("127.0.0.1", "HTTP/1.1", true),
        ("127.9.9.9:1", "HTTP/1.1", true),
        ("[::1]:3000", "HTTP/1.1", true),
        ("127.0.0.1", "HTTP/1.0", false),
        ("chat.example", "HTTP/1.1", false),
        ("localhost.evil.example", "HTTP/1.1", false),
        ("10.0.0.1", "HTTP/1.1", false),
        ("127.0.0.1.nip.io", "HTTP/1.1", false),
        ("chat", "HTTP/1.1", false),
        ("", "HTTP/1.1", false),
    ];
    for (host, version, allowed) in hosts {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let head = format!("GET /metrics {version}\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let status = if allowed { "200" } else { "404" };
        assert_eq!(answer.split(' ').nth(1), Some(status), "{host} {version}");
    }
}

#[tokio::test]
async fn who_is_not_served_is_told_when_to_come_back() {
    let server = Server::with(|config| config.request_timeout = Duration::from_secs(3)).await;
    let ada = server.sign_up("ada").await;
    // Nothing can be written meanwhile.
    let writing = server.app.begin().await.unwrap();
    let form = json!({ "name": "Ada" });
    let answers = tokio::join!(ada.patch("/api/me", &form), ada.submit("/logout", &[]));
    for answer in [&answers.0, &answers.1] {
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key("retry-after"), "{}", answer.url());
    }
    problem(answers.0, StatusCode::SERVICE_UNAVAILABLE).await;
    assert!(answers.1.text().await.unwrap().starts_with("<!doctype html>"));
    drop(writing);
}

#[tokio::test]
async fn each_request_has_an_id() {
    let server = Server::start().await;
    let visitor = server.visitor();
    let first = visitor.get("/health").await.headers()["x-request-id"].clone();
    let second = visitor.get("/health").await.headers()["x-request-id"].clone();
    assert_ne!(first, second);
}

#[tokio::test]
async fn errors_are_pages_for_people_and_problems_for_programs() {
    let server = Server::start().await;
    let visitor = server.visitor();
    problem(visitor.get("/api/nowhere").await, StatusCode::NOT_FOUND).await;
    problem(visitor.post("/api/login", &Value::Null).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    problem(visitor.delete("/api/login").await, StatusCode::METHOD_NOT_ALLOWED).await;
    let page = visitor.request(Method::GET, "/nowhere").header("accept", "text/html");
    let page = page.send().await.unwrap();
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    let id = page.headers()["x-request-id"].to_str().unwrap().to_owned();
    let page = page.text().await.unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains(&id), "{page}");
}

#[tokio::test]
async fn a_page_leads_to_the_sign_in_and_back() {
    let server = Server::start().await;
    let page =
        server.visitor().request(Method::GET, "/settings?a=1&b=2").header("accept", "text/html");
    let answer = page.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/login?next=/settings?a=1%26b=2");
}

#[tokio::test]
async fn the_api_is_described_as_it_is() {
    let server = Server::start().await;
    let visitor = server.visitor();
    let document = visitor.json("/api/openapi.json").await;
    let mut seen = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let errors = &operation["responses"]["default"]["content"];
            assert!(errors["application/problem+json"].is_object(), "{method} {path}");
            answers(&visitor, path, method, operation).await;
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} routes are described");
}

/// A route that takes a sign-in asks for it before all else; any other one is there.
async fn answers(visitor: &Browser, path: &str, method: &str, operation: &Value) {
    let public = operation["security"].is_array();
    let parts = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
    let path = parts.collect::<Vec<_>>().join("/");
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let answer = visitor.request(method.clone(), &path).json(&Value::Null).send().await.unwrap();
    if public {
        assert_ne!(answer.status(), StatusCode::NOT_FOUND, "{method} {path}");
    } else {
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
        problem(answer, StatusCode::UNAUTHORIZED).await;
    }
}
