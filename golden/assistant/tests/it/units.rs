//! Units of work: all or nothing, together or alone, whoever still waits for them.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use tokio::time::{sleep, timeout};

use ::my_chat::app::App;
use ::my_chat::error::Error;
use ::my_chat::hub::Revocation;
use ::my_chat::unit::{Effect, Unit};

use crate::support::{Server, body};

async fn rename(unit: &mut Unit, name: &str) {
    let rename = sqlx::query("UPDATE users SET name = ?");
    rename.bind(name).execute(unit.db()).await.unwrap();
}

async fn name(app: &App) -> String {
    let name = sqlx::query_scalar("SELECT name FROM users");
    name.fetch_one(&mut *app.read().await.unwrap()).await.unwrap()
}

/// Returns once so many units wait for their turn.
async fn until_waiting(app: &App, units: usize) {
    while app.db.write.waiting() < units {
        sleep(Duration::from_millis(1)).await;
    }
}

/// What SQLite does by itself where the disk is full, or fails.
async fn end_transaction(unit: &mut Unit) {
    sqlx::query("ROLLBACK").execute(unit.db()).await.unwrap();
}

#[tokio::test]
async fn a_commit_and_what_follows_it_survive_a_caller_that_is_gone() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut socket = ada.socket().await;
    let mut unit = server.app.begin().await.unwrap();
    rename(&mut unit, "Countess").await;
    unit.then(Effect::Revoke(Revocation::User(ada.id)));
    // As axum does with a request whose client hangs up.
    let _ = timeout(Duration::ZERO, unit.commit()).await;
    assert_eq!(socket.closed().await, 4001);
    assert_eq!(name(&server.app).await, "Countess");
}

#[tokio::test]
async fn a_caller_that_is_gone_before_it_commits_stores_nothing() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    for _ in 0..50 {
        let change = async {
            let mut unit = server.app.begin().await.unwrap();
            rename(&mut unit, "Eve").await;
            std::future::pending::<()>().await;
        };
        let pause = getrandom::u64().unwrap() % 1000;
        let _ = timeout(Duration::from_micros(pause), change).await;
    }
    let unit = server.app.begin().await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(name(&server.app).await, "ada");
}

#[tokio::test]
async fn units_that_wait_are_stored_together_and_fail_alone() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let held = server.app.begin().await.unwrap();
    let messages = format!("{room}/messages");
    let say = |text: &'static str, id: &'static str| {
        let new = json!({ "body": text, "client_id": id });
        let (ada, messages) = (&ada, &messages);
        async move { ada.post(messages, &new).await.status() }
    };
    let queue = async {
        until_waiting(&server.app, 4).await;
        drop(held);
    };
    let (a, b, c, d, ()) =
        tokio::join!(say("one", "1"), say("two", "2"), say("other", "1"), say("three", "3"), queue);
    let mut statuses = [a, b, c, d];
    statuses.sort();
    let (created, conflict) = (StatusCode::CREATED, StatusCode::CONFLICT);
    assert_eq!(statuses, [created, created, created, conflict]);
    assert_eq!(ada.read(&room).await.len(), 3);
}

#[tokio::test]
async fn a_transaction_that_the_database_ended_is_said_and_not_used_again() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    for commits in [true, false] {
        let mut unit = server.app.begin().await.unwrap();
        rename(&mut unit, "Eve").await;
        end_transaction(&mut unit).await;
        if commits {
            let error = unit.commit().await.unwrap_err();
            assert!(matches!(error, Error::Unavailable(_) | Error::Internal(_)), "{error}");
        } else {
            drop(unit);
        }
        assert_eq!(name(&server.app).await, "ada");
        let mut unit = server.app.begin().await.unwrap();
        rename(&mut unit, "ada").await;
        unit.commit().await.unwrap();
    }
}

#[tokio::test]
async fn units_that_share_a_transaction_share_its_end() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let held = server.app.begin().await.unwrap();
    let change = async {
        let answer = ada.patch("/api/me", &json!({ "name": "Countess" })).await;
        (answer.status(), answer.headers().contains_key("retry-after"))
    };
    let broken = async {
        until_waiting(&server.app, 1).await;
        let unit = async {
            let mut unit = server.app.begin().await.unwrap();
            end_transaction(&mut unit).await;
            unit.commit().await
        };
        let free = async {
            until_waiting(&server.app, 2).await;
            drop(held);
        };
        tokio::join!(unit, free).0
    };
    let (changed, broken) = tokio::join!(change, broken);
    assert_eq!(changed, (StatusCode::SERVICE_UNAVAILABLE, true), "told that it is stored");
    assert!(broken.is_err());
    assert_eq!(name(&server.app).await, "ada");
    let again = ada.patch("/api/me", &json!({ "name": "Countess" })).await;
    assert_eq!(body(again, StatusCode::OK).await["name"], "Countess");
}

#[tokio::test]
async fn a_database_that_others_hold_is_unavailable_and_comes_back() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut other = server.app.db.connect().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let answer = ada.patch("/api/me", &json!({ "name": "Countess" })).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers().contains_key("retry-after"));
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    body(ada.patch("/api/me", &json!({ "name": "Countess" })).await, StatusCode::OK).await;
}
