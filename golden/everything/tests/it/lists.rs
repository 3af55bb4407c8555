//! Lists of channels: whoever has one on the screen is told when to read it again, and nobody else.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Browser, PAGES, Person, ROOMS, Server, Socket, room_id};

const MINE: &str = "rooms";
const ALL: &str = "directory";

/// Somebody with a page open, and a place of their own to tell by when they have heard everything.
struct Listener {
    person: Person,
    socket: Socket,
    own: String,
}

impl Listener {
    async fn arrive(server: &Server, name: &str) -> Self {
        let person = server.sign_up(name).await;
        let own = person.close("Own").await;
        let mut socket = person.socket().await;
        socket.resume(&own, 0).await;
        Self { person, socket, own }
    }

    /// Looks at the list of all, or no longer; the server knows when this returns.
    async fn browse(&mut self, on: bool) {
        self.socket.send(json!({ "type": "directory", "on": on })).await;
        self.socket.send(json!({ "type": "ping" })).await;
        self.socket.until("pong").await;
    }

    async fn does(&self, method: Method, path: &str, body: &Value) -> Value {
        let response = self.person.request(method, path).json(body).send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert!(status.is_success(), "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// What was told of lists since the last time: what is told later comes behind it.
    async fn heard(&mut self) -> Vec<&'static str> {
        let said = self.person.say(&self.own, "anything more?").await;
        let mut told = Vec::new();
        loop {
            let frame = self.socket.next().await;
            match frame["type"].as_str().unwrap() {
                "event" if frame["seq"] == said["seq"] => return told,
                MINE => told.push(MINE),
                ALL => told.push(ALL),
                _ => {}
            }
        }
    }
}

#[tokio::test]
async fn whoever_it_concerns_is_told_of_each_change() {
    let server = Server::start().await;
    let mut ada = Listener::arrive(&server, "ada").await;
    let mut bob = Listener::arrive(&server, "bob").await;
    // Who belongs to nothing of this, and looks at the list of all.
    let mut eve = Listener::arrive(&server, "eve").await;
    eve.browse(true).await;

    for (kind, told) in [("open", vec![ALL]), ("closed", vec![])] {
        let room = ada.does(Method::POST, ROOMS, &json!({ "name": "Tea", "kind": kind })).await;
        let room = format!("{ROOMS}/{}", room["id"]);
        let (members, leave) = (format!("{room}/members"), format!("{room}/leave"));
        let bob_there = format!("{members}/{}", bob.person.id);
        assert_eq!((ada.heard().await, bob.heard().await), (vec![MINE], vec![]), "made, {kind}");
        assert_eq!(eve.heard().await, told, "made, {kind}");
        for deed in ["added", "renamed", "removed", "added", "left"] {
            let add = json!({ "user_id": bob.person.id });
            let rename = json!({ "name": "Coffee" });
            match deed {
                "added" => ada.does(Method::POST, &members, &add).await,
                "renamed" => ada.does(Method::PATCH, &room, &rename).await,
                "removed" => ada.does(Method::DELETE, &bob_there, &Value::Null).await,
                _ => bob.does(Method::POST, &leave, &Value::Null).await,
            };
            let owner = if deed == "renamed" { vec![MINE] } else { vec![] };
            let heard = (ada.heard().await, bob.heard().await);
            assert_eq!(heard, (owner, vec![MINE]), "{deed}, {kind}");
            assert_eq!(eve.heard().await, told, "{deed}, {kind}");
        }
    }
}

#[tokio::test]
async fn what_is_closed_opened_and_put_away_is_told() {
    let server = Server::start().await;
    let mut ada = Listener::arrive(&server, "ada").await;
    let mut bob = Listener::arrive(&server, "bob").await;
    let mut eve = Listener::arrive(&server, "eve").await;
    let room = ada.person.open("Tea").await;
    bob.person.join(&room).await;
    for listener in [&mut ada, &mut bob, &mut eve] {
        listener.heard().await;
    }
    eve.browse(true).await;

    // What changes, and what somebody who only looks may know of it.
    let changes = [
        (json!({ "kind": "closed" }), vec![ALL]),
        (json!({ "name": "Secret" }), vec![]),
        (json!({ "archived": true }), vec![]),
        (json!({ "archived": false }), vec![]),
        (json!({ "kind": "open" }), vec![ALL]),
        (json!({ "archived": true }), vec![ALL]),
        (json!({ "archived": false }), vec![ALL]),
    ];
    for (change, told) in changes {
        ada.does(Method::PATCH, &room, &change).await;
        assert_eq!((ada.heard().await, bob.heard().await), (vec![MINE], vec![MINE]), "{change}");
        assert_eq!(eve.heard().await, told, "{change}");
    }

    // The last one to go puts it away.
    let leave = format!("{room}/leave");
    bob.does(Method::POST, &leave, &Value::Null).await;
    eve.heard().await;
    ada.does(Method::POST, &leave, &Value::Null).await;
    assert_eq!((ada.heard().await, eve.heard().await), (vec![MINE], vec![ALL]));
    assert!(!eve.person.page(PAGES).await.contains("Secret"));

    eve.browse(false).await;
    ada.person.open("Coffee").await;
    assert_eq!(eve.heard().await, Vec::<&str>::new(), "no longer asked for");
}

#[tokio::test]
async fn whoever_looked_in_is_told_that_the_last_one_left() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.open("Window").await;
    let mut socket = eve.socket().await;
    socket.resume(&room, 1).await;
    ada.post(&format!("{room}/leave"), &Value::Null).await;
    assert_eq!(socket.until("left").await["room"], room_id(&room));
}

#[tokio::test]
async fn a_direct_one_appears_for_both() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let mut socket = bob.socket().await;
    ada.post(ROOMS, &json!({ "direct": bob.id })).await;
    socket.until(MINE).await;
    let sidebar = bob.page(&format!("{}/sidebar", PAGES)).await;
    assert!(sidebar.contains("ada"), "{sidebar}");
}

#[tokio::test]
async fn the_pieces_show_what_the_pages_show_and_to_nobody_else() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.close("Secret").await.replacen("/api", "", 1);
    let sidebar = format!("{}/sidebar", PAGES);
    let live = format!("{room}/live");
    assert!(ada.page(&sidebar).await.contains("Secret"));
    assert!(!bob.page(&sidebar).await.contains("Secret"));
    let (piece, page) = (ada.page(&live).await, ada.page(&room).await);
    for part in ["heading", "settings", "people", "composer"] {
        let part = format!(r#"data-part="{part}""#);
        assert!(piece.contains(&part) && page.contains(&part), "{part}");
    }
    assert_eq!(status(&bob, &live).await, StatusCode::NOT_FOUND);
    for path in [&sidebar, &live] {
        assert_eq!(status(&server.visitor(), path).await, StatusCode::SEE_OTHER, "{path}");
    }
}

async fn status(who: &Browser, path: &str) -> StatusCode {
    let asked = who.request(Method::GET, path).header("accept", "text/html");
    asked.send().await.unwrap().status()
}
