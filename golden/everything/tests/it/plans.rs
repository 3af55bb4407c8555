//! No query of the application reads a whole table that grows.
//!
//! The test does what people do, notes each statement that the server runs meanwhile, and asks the database how it would
//! find the rows.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Person, Server, statements};

/// Reads everything on purpose: part of a statement → why.
const ON_PURPOSE: &[(&str, &str)] = &[
    ("EXISTS (SELECT 1 FROM people)", "stops at the first row"),
    ("role = 'admin' AND banned_at IS NULL", "an index of administrators, up to the first"),
    ("AS rooms,", "the administrator's counts"),
];

#[tokio::test]
async fn no_query_reads_a_whole_table() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let grace = server.sign_up("grace").await;
    talk(&ada, &grace).await;
    for page in ["/", "/channels", "/channels/1", "/settings", "/admin"] {
        ada.get(page).await;
    }
    let document = ada.json("/api/openapi.json").await;
    for reading in [true, false] {
        try_everything(&ada, &document, reading).await;
    }
    let statements = statements::noted();
    assert!(statements.len() > 40, "only {} statements were noted", statements.len());
    let mut slow = Vec::new();
    for statement in statements {
        slow.extend(whole_tables(&server, &statement).await);
    }
    assert!(slow.is_empty(), "{} queries read whole tables:\n\n{}", slow.len(), slow.join("\n\n"));
}

/// Two people in a room, each with a socket.
async fn talk(ada: &Person, grace: &Person) {
    ada.post("/api/channels", &json!({ "name": "Tea", "kind": "open" })).await;
    grace.post("/api/channels/1/join", &()).await;
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "resume", "room": 1, "after": 0 })).await;
    socket.until("resumed").await;
    let messages = "/api/channels/1/messages";
    for n in 1..=3 {
        let message = json!({ "client_id": format!("{n}"), "body": "Is there tea?" });
        grace.post(messages, &message).await;
    }
    for query in ["", "?before=3", "?after=1", "?around=2"] {
        ada.get(&format!("{messages}{query}")).await;
    }
    grace.patch("/api/messages/1", &json!({ "body": "Is there **any** tea?" })).await;
    grace.delete("/api/messages/2").await;
    ada.get("/search?q=tea").await;
    ada.get("/api/search?q=tea").await;
    ada.post("/api/channels/1/read", &json!({ "seq": 3 })).await;
    socket.send(json!({ "type": "read", "room": 1, "seq": 3 })).await;
    socket.send(json!({ "type": "ping" })).await;
    socket.until("pong").await;
}

/// Every route of the API once, those that read or those that write, as far as they get with no more than a number.
async fn try_everything(person: &Person, document: &Value, reading: bool) {
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            if (method == "get") == reading && path != "/api/logout" {
                let path =
                    path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
                let path = path.collect::<Vec<_>>().join("/");
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                person.request(method, &path).json(&json!({})).send().await.unwrap();
            }
        }
    }
}

/// The steps of a statement's plan that read a whole table, with the statement.
async fn whole_tables(server: &Server, statement: &str) -> Vec<String> {
    let verb = statement.split_whitespace().next().unwrap_or_default();
    let known = ON_PURPOSE.iter().any(|(part, _)| statement.contains(part));
    if known || !["SELECT", "WITH", "INSERT", "UPDATE", "DELETE"].contains(&verb) {
        return Vec::new();
    }
    let mut plan = sqlx::QueryBuilder::new("EXPLAIN QUERY PLAN ");
    plan.push(statement);
    let mut db = server.app.read().await.unwrap();
    let plan: Vec<(i64, i64, i64, String)> =
        plan.build_query_as().fetch_all(&mut *db).await.unwrap();
    let steps = plan.into_iter().map(|(.., step)| step).filter(|step| reads_all(step));
    let steps: BTreeSet<String> = steps.collect();
    steps.iter().map(|step| format!("{step}: {statement}")).collect()
}

/// `SCAN` of a table or of an index; not of what the statement has already brought together.
fn reads_all(step: &str) -> bool {
    let small =
        ["CONSTANT ROW", "VIRTUAL TABLE", "(subquery", "json_each", "SCAN page", "SCAN hits"];
    step.starts_with("SCAN") && !small.iter().any(|part| step.contains(part))
}
