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
    ("EXISTS (SELECT 1 FROM users)", "stops at the first row"),
    ("role = 'admin' AND banned_at IS NULL", "an index of administrators, up to the first"),
    ("AS rooms,", "the administrator's counts"),
];

#[tokio::test]
async fn no_query_reads_a_whole_table() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let grace = server.sign_up("grace").await;
    talk(&ada, &grace).await;
    for page in ["/".to_owned(), "/settings".to_owned(), "/admin".to_owned(), at(""), at("/1")] {
        ada.get(&page).await;
    }
    let document = ada.json("/api/openapi.json").await;
    for reading in [true, false] {
        try_everything(&ada, &document, reading).await;
    }
    let statements = statements::noted();
    assert!(statements.len() > 30, "only {} statements were noted", statements.len());
    // A column that a later release adds must not be in the way of a server that still runs.
    let vague = statements.iter().find(|statement| statement.replace("count(*)", "").contains('*'));
    assert_eq!(vague, None, "name its columns");
    let mut slow = Vec::new();
    for statement in statements {
        slow.extend(whole_tables(&server, &statement).await);
    }
    assert!(slow.is_empty(), "{} queries read whole tables:\n\n{}", slow.len(), slow.join("\n\n"));
}

/// A page about rooms.
fn at(rest: &str) -> String {
    format!("/chat-sessions{rest}")
}

/// The same in the API.
fn api(rest: &str) -> String {
    format!("/api{}", at(rest))
}

/// Two people in a room, each with a socket.
async fn talk(ada: &Person, grace: &Person) {
    ada.post(&api(""), &json!({ "name": "Tea", "kind": "open" })).await;
    grace.post(&api("/1/join"), &()).await;
    let mut socket = ada.socket().await;
    socket.send(json!({ "type": "resume", "room": 1, "after": 0 })).await;
    socket.until("resumed").await;
    let messages = api("/1/messages");
    for n in 1..=3 {
        let message = json!({ "client_id": format!("{n}"), "body": "Is there tea?" });
        grace.post(&messages, &message).await;
    }
    for query in ["", "?before=3", "?after=1", "?around=2"] {
        ada.get(&format!("{messages}{query}")).await;
    }
    grace.patch("/api/messages/1", &json!({ "body": "Is there **any** tea?" })).await;
    grace.delete("/api/messages/2").await;
    ada.get("/search?q=tea").await;
    ada.get("/api/search?q=tea").await;
    ada.post(&api("/1/read"), &json!({ "seq": 3 })).await;
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
    let plan: Vec<Step> = plan.build_query_as().fetch_all(&mut *db).await.unwrap();
    // With no sorting between them, rows are read in order until there are enough.
    let sorts = plan.iter().any(|step| step.detail.contains("TEMP B-TREE"));
    let ends = statement.contains("LIMIT") && !sorts;
    let scans = plan.iter().filter(|step| step.scans_all(&plan) && !(ends && step.parent == 0));
    let scans: BTreeSet<&str> = scans.map(|step| step.detail.as_str()).collect();
    scans.into_iter().map(|scan| format!("{scan}: {statement}")).collect()
}

#[derive(sqlx::FromRow)]
struct Step {
    parent: i64,
    detail: String,
}

impl Step {
    /// Whether it reads all of a table or of an index, and not only what the statement itself has brought together.
    fn scans_all(&self, plan: &[Step]) -> bool {
        let Some(scan) = self.detail.strip_prefix("SCAN ") else { return false };
        let what = scan.split(' ').next().unwrap_or_default();
        let brought = [format!("MATERIALIZE {what}"), format!("CO-ROUTINE {what}")];
        !scan.starts_with("CONSTANT ROW")
            && !scan.contains("VIRTUAL TABLE")
            && !what.starts_with('(')
            && !plan.iter().any(|step| brought.contains(&step.detail))
    }
}
