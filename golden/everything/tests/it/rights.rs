//! Rights are asked for when something is done, not when it is asked for.
//!
//! Two requests wait for the writer, the first of which takes a right away. The second one must end as if it had come after
//! the first had been answered: with the same status, and with the same rows in the database. So each way to change something
//! is tried with each change of rights, and people's own routes are tried, too.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::time::sleep;

use crate::support::{Browser, Folder, PASSWORD, Person, Server, items};

const ROOMS: &str = "/api/channels";

/// Routes that these tests know bodies for; what else changes something is tried with an empty one.
const BODIES: &[(&str, &str, &str)] = &[
    ("post", "{rooms}", r#"{"name": "New"}"#),
    ("patch", "{rooms}/{room_id}", r#"{"name": "Renamed"}"#),
    ("post", "{rooms}/{room_id}/messages", r#"{"body": "Hello", "client_id": "1"}"#),
    ("patch", "/api/messages/{message_id}", r#"{"body": "Edited"}"#),
    ("post", "{rooms}/{room_id}/members", r#"{"user_id": 4}"#),
    ("patch", "{rooms}/{room_id}/members/{user_id}", r#"{"role": "owner"}"#),
    ("post", "{rooms}/{room_id}/read", r#"{"seq": 1}"#),
    ("post", "{rooms}/{room_id}/runs", r#"{"prompt_id": 1}"#),
    ("patch", "/api/me", r#"{"name": "Robert"}"#),
    ("patch", "/api/admin/users/{user_id}", r#"{"banned": true}"#),
];

/// Where channels, what is in them, and people are; the schema's own models have tests of their own.
const OURS: [&str; 5] = [ROOMS, "/api/messages", "/api/runs", "/api/me", "/api/admin"];

/// What Ada does that takes something from Bob, and what it is called.
const CHANGES: &[(&str, &str, &str, &str)] = &[
    ("patch", "{rooms}/1", r#"{"kind": "closed"}"#, "closed"),
    ("delete", "{rooms}/1", "{}", "archived"),
    ("patch", "{rooms}/1/members/2", r#"{"role": "member"}"#, "no longer an owner"),
    ("delete", "{rooms}/1/members/2", "{}", "sent away"),
    ("patch", "/api/admin/users/2", r#"{"banned": true}"#, "banned"),
    ("patch", "/api/admin/users/2", r#"{"role": "member"}"#, "no longer an administrator"),
    ("delete", "/api/messages/1", "{}", "deleted"),
];

/// A request of somebody.
#[derive(Debug, Clone)]
struct Act {
    token: String,
    method: Method,
    path: String,
    body: Value,
}

/// A database with people and a channel, from which each test begins.
struct Scene {
    folder: Folder,
    ada: String,
    bob: String,
    bobs_login: i64,
    eve: String,
    document: Value,
}

impl Scene {
    /// Ada, Bob, Cleo and Eve; the first two own the channel, Cleo is in it, and Eve is not.
    async fn new() -> Self {
        let server = Server::start().await;
        let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
        let (cleo, eve) = (server.sign_up("cleo").await, server.sign_up("eve").await);
        let room = ada.open("Tea").await;
        for person in [&bob, &cleo] {
            person.join(&room).await;
        }
        let owner = json!({ "role": "owner" });
        let owned = ada.patch(&format!("{room}/members/{}", bob.id), &owner).await;
        assert_eq!(owned.status(), StatusCode::NO_CONTENT);
        let admin = json!({ "role": "admin" });
        ada.patch(&format!("/api/admin/users/{}", bob.id), &admin).await;
        bob.say(&room, "What Bob says").await;
        let sessions = items(bob.json("/api/me/sessions").await);
        let document = ada.json("/api/openapi.json").await;
        let folder = Folder::new();
        let copy = folder.0.join("chat.db").display().to_string();
        server.app.db.backup(&copy).await.unwrap();
        let bobs_login = sessions[0]["id"].as_i64().unwrap();
        let (ada, bob, eve) = (token(&ada), token(&bob), token(&eve));
        Self { folder, ada, bob, bobs_login, eve, document }
    }

    async fn server(&self) -> Server {
        let folder = Folder::new();
        std::fs::copy(self.folder.0.join("chat.db"), folder.0.join("chat.db")).unwrap();
        // Whoever was seen long ago has that written down, which would be one more that waits.
        let mut db = SqliteConnection::connect(&folder.database()).await.unwrap();
        let seen = sqlx::query(
            "UPDATE visits
             SET last_seen_at = ?",
        );
        seen.bind(chrono::Utc::now()).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
        let server = Server::over(folder).await;
        // It serves, and needs the writer no longer.
        server.visitor().get("/health").await;
        server
    }

    /// Everything by which Bob could change something in the channel, and Eve's way into it.
    fn acts(&self) -> Vec<Act> {
        let join = format!("{ROOMS}/1/join");
        let mut acts = vec![Act::new(&self.eve, "post", &join, "{}")];
        for (path, methods) in self.document["paths"].as_object().unwrap() {
            if !OURS.iter().any(|ours| path.starts_with(ours)) {
                continue;
            }
            for method in methods.as_object().unwrap().keys().filter(|method| *method != "get") {
                let body = BODIES.iter().find(|(m, p, _)| m == method && at_rooms(p) == *path);
                let filled = self.fill(path);
                acts.push(Act::new(&self.bob, method, &filled, body.map_or("{}", |body| body.2)));
            }
        }
        let password = json!({ "current": PASSWORD, "password": "another long one" });
        for act in acts.iter_mut().filter(|act| act.path == "/api/me/password") {
            act.body = password.clone();
        }
        acts
    }

    fn fill(&self, path: &str) -> String {
        path.replace("{room_id}", "1")
            .replace("{message_id}", "1")
            .replace("{user_id}", "3")
            .replace("{run_id}", "1")
            .replace("{emoji}", "👍")
            .replace("{id}", &self.bobs_login.to_string())
    }

    fn changes(&self) -> Vec<(Act, &'static str)> {
        let mut changes = Vec::new();
        for &(method, path, body, name) in CHANGES {
            changes.push((Act::new(&self.ada, method, &at_rooms(path), body), name));
        }
        let session = format!("/api/me/sessions/{}", self.bobs_login);
        changes.push((Act::new(&self.bob, "delete", &session, "{}"), "signed out"));
        let delete = Act::new(&self.bob, "delete", "/api/messages/1", "{}");
        changes.push((delete, "deleted by himself"));
        changes
    }
}

impl Act {
    fn new(token: &str, method: &str, path: &str, body: &str) -> Self {
        let method = method.to_uppercase().parse().unwrap();
        let body = serde_json::from_str(body).unwrap();
        Self { token: token.to_owned(), method, path: path.to_owned(), body }
    }

    async fn send(self, server: &Server) -> StatusCode {
        let browser = Browser::at(server.address);
        let request = browser.request(self.method, &self.path).bearer_auth(self.token);
        request.json(&self.body).send().await.unwrap().status()
    }
}

fn at_rooms(path: &str) -> String {
    path.replace("{rooms}", ROOMS)
}

fn token(person: &Person) -> String {
    person.token.clone()
}

/// The first, then the second.
async fn in_order(scene: &Scene, first: &Act, second: &Act) -> (Vec<StatusCode>, Rows) {
    let server = scene.server().await;
    let first = first.clone().send(&server).await;
    let second = second.clone().send(&server).await;
    end(server, vec![first, second]).await
}

/// The second is asked for while the first waits for the writer.
async fn in_a_queue(scene: &Scene, first: &Act, second: &Act) -> (Vec<StatusCode>, Rows) {
    let server = scene.server().await;
    let held = server.app.begin().await.unwrap();
    let queue = async {
        until_waiting(&server, 1).await;
        let free = async {
            until_waiting(&server, 2).await;
            drop(held);
        };
        tokio::pin!(free);
        let send = second.clone().send(&server);
        tokio::pin!(send);
        tokio::select! {
            // What is refused at once never comes to wait.
            status = &mut send => (status, Some(free)),
            () = &mut free => (send.await, None),
        }
        .0
    };
    let (first, second) = tokio::join!(first.clone().send(&server), queue);
    end(server, vec![first, second]).await
}

/// What came of it. There are many servers, one after the other: each ends.
async fn end(server: Server, statuses: Vec<StatusCode>) -> (Vec<StatusCode>, Rows) {
    let rows = rows(&server).await;
    server.stop().await;
    (statuses, rows)
}

/// Returns once so many requests wait for the writer.
async fn until_waiting(server: &Server, count: usize) {
    while server.app.db.write.waiting() < count {
        sleep(Duration::from_millis(1)).await;
    }
}

/// Table → its rows, but for when they were written and what is random.
type Rows = BTreeMap<String, Vec<String>>;

async fn rows(server: &Server) -> Rows {
    let mut db = server.app.read().await.unwrap();
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, group_concat(quote(c.name) || ', \"' || c.name || '\"', ', ')
         FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND t.name NOT LIKE '%search%' AND t.name NOT IN ('_sqlx_migrations', 'database_epoch')
            AND c.name NOT LIKE '%\\_at' ESCAPE '\\' AND c.name NOT LIKE '%hash' AND c.type <> 'BLOB'
         GROUP BY t.name",
    )
    .fetch_all(&mut *db)
    .await
    .unwrap();
    let mut rows = Rows::new();
    for (table, columns) in columns {
        let read = format!("SELECT json_object({columns}) FROM \"{table}\" ORDER BY 1");
        let mut read = sqlx::QueryBuilder::new(read);
        let of_table: Vec<String> = read.build_query_scalar().fetch_all(&mut *db).await.unwrap();
        rows.insert(table, of_table);
    }
    rows
}

/// What is refused may be refused for another reason, as long as it is.
fn is_same(got: &(Vec<StatusCode>, Rows), expected: &(Vec<StatusCode>, Rows)) -> bool {
    let refused = |(statuses, _): &(Vec<StatusCode>, Rows)| statuses[1].is_client_error();
    got.1 == expected.1 && (got.0 == expected.0 || (refused(got) && refused(expected)))
}

#[tokio::test]
async fn a_right_that_is_gone_when_its_turn_comes_is_gone() {
    let scene = Scene::new().await;
    let mut wrong = Vec::new();
    for (change, name) in scene.changes() {
        for act in scene.acts() {
            let expected = in_order(&scene, &change, &act).await;
            let got = in_a_queue(&scene, &change, &act).await;
            if !is_same(&got, &expected) {
                let act = format!("{name}, then {} {}", act.method, act.path);
                wrong.push(format!("{act}:\n{got:#?}\ninstead of\n{expected:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} pairs:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[tokio::test]
async fn what_is_taken_away_first_is_refused() {
    let scene = Scene::new().await;
    let changes = scene.changes();
    let change = |name: &str| {
        changes.iter().find(|(_, known)| *known == name).map(|(act, _)| act.clone()).unwrap()
    };
    let room = format!("{ROOMS}/1");
    let send = Act::new(&scene.bob, "post", &format!("{room}/messages"), r#"{"body": "Hello"}"#);
    let join = Act::new(&scene.eve, "post", &format!("{room}/join"), "{}");
    let edit = Act::new(&scene.bob, "patch", "/api/messages/1", r#"{"body": "Edited"}"#);
    let react = Act::new(&scene.bob, "put", "/api/messages/1/reactions/👍", "{}");
    let pairs = [
        ("closed", join, StatusCode::NOT_FOUND),
        ("archived", send.clone(), StatusCode::CONFLICT),
        ("sent away", send.clone(), StatusCode::FORBIDDEN),
        ("banned", send.clone(), StatusCode::UNAUTHORIZED),
        ("signed out", send, StatusCode::UNAUTHORIZED),
        ("deleted", edit, StatusCode::CONFLICT),
        ("deleted", react, StatusCode::CONFLICT),
    ];
    for (name, act, status) in pairs {
        let (statuses, _) = in_a_queue(&scene, &change(name), &act).await;
        assert_eq!(statuses[1], status, "{name}, then {} {}", act.method, act.path);
    }
}
