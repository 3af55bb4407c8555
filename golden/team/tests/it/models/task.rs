//! Tasks over the API.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::models::text;
use crate::support::{Person, Server, body, problem};

const PATH: &str = "/api/tasks";

/// What makes row `n`; what it refers to is made first.
pub async fn sample(server: &Server, ada: &Person, n: i64) -> Value {
    // Not every row needs all of them.
    let _ = (server, ada, n);
    let mut row = json!({});
    row["title"] = json!(format!("sample {n:05}"));
    row["notes"] = json!(format!("sample {n:05}"));
    row["due_on"] = json!(format!("2030-01-{:02}", n % 28 + 1));
    row["done"] = json!(true);
    let other = super::project::create(server, ada, n).await;
    row["project_id"] = other["id"].clone();
    row
}

pub async fn create(server: &Server, ada: &Person, n: i64) -> Value {
    let row = sample(server, ada, n).await;
    body(ada.post(PATH, &row).await, StatusCode::CREATED).await
}

/// Where a row is found, below the path of all of them.
pub fn place(row: &Value) -> String {
    format!("/{}", text(&row["id"]))
}

#[tokio::test]
async fn rows_are_added_read_and_deleted() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let sent = sample(&server, &ada, 1).await;
    let row = body(ada.post(PATH, &sent).await, StatusCode::CREATED).await;
    for (name, value) in sent.as_object().unwrap() {
        assert_eq!(row[name], *value, "{name}");
    }
    let path = PATH.to_owned() + &place(&row);
    assert_eq!(ada.json(&path).await, row);
    assert_eq!(ada.json(PATH).await["items"], json!([row]));
    assert_eq!(ada.delete(&path).await.status(), StatusCode::NO_CONTENT);
    problem(ada.get(&path).await, StatusCode::NOT_FOUND).await;
    problem(ada.delete(&path).await, StatusCode::NOT_FOUND).await;
    assert_eq!(ada.json(PATH).await["items"], json!([]));
}

#[tokio::test]
async fn what_is_given_changes_and_the_rest_stays() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let row = create(&server, &ada, 1).await;
    let path = PATH.to_owned() + &place(&row);
    let other = sample(&server, &ada, 2).await;
    super::change(&ada, &path, "title", &other).await;
    super::change(&ada, &path, "notes", &other).await;
    super::change(&ada, &path, "due_on", &other).await;
    super::change(&ada, &path, "done", &other).await;
    super::change(&ada, &path, "notes", &json!({})).await;
    super::change(&ada, &path, "assignee_id", &json!({})).await;
    super::change(&ada, &path, "due_on", &json!({})).await;
    let same = body(ada.patch(&path, &json!({})).await, StatusCode::OK).await;
    assert_eq!(same["created_at"], row["created_at"]);
}

#[tokio::test]
async fn every_problem_is_named() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let nonsense = json!({ "no such field": 1 });
    let problem = problem(ada.post(PATH, &nonsense).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(problem["errors"]["no such field"].is_array());
    assert!(problem["errors"]["title"].is_array());
    assert!(problem["errors"]["project_id"].is_array());
}

#[tokio::test]
async fn pages_of_the_list_meet() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    for n in 1..=3 {
        create(&server, &ada, n).await;
    }
    let all = ada.json(PATH).await;
    let first = ada.json(&format!("{PATH}?limit=2")).await;
    let next = format!("{PATH}?limit=2&after={}", text(&first["next"]));
    let second = ada.json(&next).await;
    let back = format!("{PATH}?limit=2&before={}", text(&second["previous"]));
    assert_eq!(ada.json(&back).await["items"], first["items"]);
    assert_eq!(second["next"], Value::Null);
    let items = |page: &Value| page["items"].as_array().unwrap().clone();
    assert_eq!([items(&first), items(&second)].concat(), items(&all));
}

#[tokio::test]
async fn strangers_stay_outside() {
    let server = Server::start().await;
    let stranger = server.visitor();
    problem(stranger.get(PATH).await, StatusCode::UNAUTHORIZED).await;
    problem(stranger.post(PATH, &json!({})).await, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn words_are_found() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let row = create(&server, &ada, 1).await;
    let words = text(&row["title"]).replace(' ', "+");
    let found = ada.json(&format!("{PATH}?q={words}")).await;
    assert_eq!(found["items"], json!([row]));
    let found = ada.json(&(PATH.to_owned() + "?q=nowhere")).await;
    assert_eq!(found["items"], json!([]));
}

#[tokio::test]
async fn a_number_is_never_given_twice() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let first = create(&server, &ada, 1).await;
    assert_eq!(first["number"], 1);
    for (n, number) in [(2, 2), (3, 3)] {
        let mut next = sample(&server, &ada, n).await;
        next["project_id"] = first["project_id"].clone();
        let next = body(ada.post(PATH, &next).await, StatusCode::CREATED).await;
        assert_eq!(next["number"], number);
        ada.delete(&(PATH.to_owned() + &place(&next))).await;
    }
}
