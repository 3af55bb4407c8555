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

/// What makes row `n` where nobody but Ada gets in, if she makes it.
pub async fn hidden(server: &Server, ada: &Person, n: i64) -> Value {
    let mut row = sample(server, ada, n).await;
    let other = super::project::hidden(server, ada, n + 10).await;
    let other = ada.post("/api/projects", &other).await;
    let other = body(other, StatusCode::CREATED).await;
    row["project_id"] = other["id"].clone();
    row
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
async fn who_is_gone_when_a_change_has_its_turn_changes_nothing() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    for (n, (end, act)) in super::pairs(&["post", "patch", "delete"]).enumerate() {
        let bob = server.sign_up(&format!("bob{n}")).await;
        let n = 2 * i64::try_from(n).unwrap();
        let row = create(&server, &bob, n).await;
        let sent = sample(&server, &bob, n + 1).await;
        let path = if act == "post" { PATH.to_owned() } else { PATH.to_owned() + &place(&row) };
        let body = if act == "post" { sent } else { json!({}) };
        let method = act.to_uppercase().parse().unwrap();
        let request = bob.request(method, &path).json(&body).send();
        let answer = super::overtaken(&server, super::end(end, &ada, &bob), request).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{end}, then {act}");
    }
}

#[tokio::test]
async fn what_is_hidden_makes_no_difference_to_others() {
    let server = Server::start().await;
    let (ada, grace) = (server.sign_up("ada").await, server.sign_up("grace").await);
    let sent = hidden(&server, &ada, 1).await;
    let row = body(ada.post(PATH, &sent).await, StatusCode::CREATED).await;
    let path = PATH.to_owned() + &place(&row);
    problem(grace.get(&path).await, StatusCode::NOT_FOUND).await;
    assert!(!grace.json(PATH).await["items"].as_array().unwrap().contains(&row));
}

#[tokio::test]
async fn values_and_pages_have_bounds() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let sent = sample(&server, &ada, 1).await;
    let fields = ["notes"];
    for field in fields {
        let mut sent = sent.clone();
        sent[field] = json!("x".repeat(64 * 1024 + 1));
        let answer = ada.post(PATH, &sent).await;
        let problem = problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(problem["errors"][field], json!(["Use at most 64 kB."]));
    }
    let mut made = Vec::new();
    for n in 2..=25 {
        let mut sent = sample(&server, &ada, n).await;
        sent["notes"] = json!("x".repeat(64_000));
        made.push(body(ada.post(PATH, &sent).await, StatusCode::CREATED).await);
    }
    let (mut all, mut path) = (Vec::new(), PATH.to_owned());
    loop {
        let text = ada.get(&path).await.text().await.unwrap();
        assert!(text.len() < (1 << 20) + 80_000, "{}", text.len());
        let page: Value = serde_json::from_str(&text).unwrap();
        all.extend(page["items"].as_array().unwrap().clone());
        match &page["next"] {
            Value::String(next) => path = format!("{PATH}?after={next}"),
            _ => break,
        }
    }
    made.reverse();
    assert!(all.iter().take(made.len()).eq(made.iter()), "a row is missing, or twice in the list");
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
