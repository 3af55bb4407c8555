//! A disk that is full, and has room again.

use std::time::Duration;

use reqwest::{Method, Response, StatusCode};
use serde_json::json;
use tokio::process::{Child, Command};
use tokio::time::sleep;

use crate::process::{listening, program};
use crate::support::{Browser, Folder, Person, body};

/// No file of the server may grow beyond this; it is told so as by a disk that has no room.
async fn limit(server: &Child, bytes: &str) {
    let id = server.id().unwrap().to_string();
    let limit = format!("--fsize={bytes}:");
    let set = Command::new("prlimit").args(["--pid", &id, &limit]).status().await.unwrap();
    assert!(set.success());
}

/// A server that survives the signal of which a file that is too large is the cause.
async fn serve(folder: &Folder) -> (Child, Browser) {
    let served = program(folder, &["serve"]);
    let served = served.as_std();
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" serve"]).arg(served.get_program());
    for (name, value) in served.get_envs() {
        shell.env(name, value.unwrap());
    }
    shell.current_dir(&folder.0).kill_on_drop(true);
    let (child, address) = listening(shell).await;
    (child, Browser::at(address))
}

async fn send(person: &Person, room: &str, number: usize) -> Response {
    let body = format!("{number} {}", "full ".repeat(800));
    let message = json!({ "body": body, "client_id": number.to_string() });
    let send = person.request(Method::POST, &format!("{room}/messages")).json(&message);
    send.send().await.unwrap()
}

#[tokio::test]
async fn a_full_disk_is_said_and_is_over_when_it_is_over() {
    let folder = Folder::new();
    let (server, visitor) = serve(&folder).await;
    let ada = visitor.sign_up("ada").await;
    let room = ada.open("Tea").await;
    limit(&server, "1500000").await;
    let mut stored = 0;
    let refused = loop {
        assert!(stored < 5000, "the limit does nothing");
        let answer = send(&ada, &room, stored).await;
        if answer.status() != StatusCode::CREATED {
            break answer;
        }
        stored += 1;
    };
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    until_ready(&ada, StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(ada.get("/health").await.status(), StatusCode::OK);
    assert!(!ada.read(&room).await.is_empty(), "what is there can't be read");

    limit(&server, "unlimited").await;
    body(send(&ada, &room, stored).await, StatusCode::CREATED).await;
    until_ready(&ada, StatusCode::OK).await;
    // Each that was acknowledged is there once, and nothing else.
    for number in 0..=stored {
        body(send(&ada, &room, number).await, StatusCode::OK).await;
    }
    let events = ada.socket().await.resume(&room, 0).await;
    let created = events.iter().filter(|event| event["kind"] == "message.created").count();
    assert_eq!(created, stored + 1);
}

/// An answer about whether it is ready holds for a moment.
async fn until_ready(person: &Person, status: StatusCode) {
    loop {
        let answer = person.get("/ready").await;
        let retry = answer.headers().contains_key("retry-after");
        if answer.status() == status {
            return assert_eq!(retry, status != StatusCode::OK);
        }
        sleep(Duration::from_millis(50)).await;
    }
}
