//! What people do in chat sessions, in a word each.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Person, body};

/// Where the API has chat sessions.
pub const ROOMS: &str = "/api/chat-sessions";

/// Where the pages have them.
pub const PAGES: &str = "/chat-sessions";

impl Person {
    /// Opens one that anybody may join, and returns its path in the API.
    pub async fn open(&self, name: &str) -> String {
        self.room(json!({ "name": name })).await
    }

    /// Opens one that nobody sees who is not in it.
    pub async fn close(&self, name: &str) -> String {
        self.room(json!({ "name": name, "kind": "closed" })).await
    }

    async fn room(&self, new: Value) -> String {
        let room = body(self.post(ROOMS, &new).await, StatusCode::CREATED).await;
        format!("{ROOMS}/{}", room["id"])
    }

    pub async fn join(&self, room: &str) {
        let joined = self.post(&format!("{room}/join"), &json!({})).await;
        assert_eq!(joined.status(), StatusCode::NO_CONTENT, "{room}");
    }

    /// Lets somebody in, as an owner does.
    pub async fn add(&self, room: &str, other: &Self) {
        let added = self.post(&format!("{room}/members"), &json!({ "user_id": other.id })).await;
        assert_eq!(added.status(), StatusCode::NO_CONTENT, "{room}");
    }

    /// Sends a message, and returns it.
    pub async fn say(&self, room: &str, text: &str) -> Value {
        let sent = self.post(&format!("{room}/messages"), &json!({ "body": text })).await;
        body(sent, StatusCode::CREATED).await
    }

    /// The newest messages.
    pub async fn read(&self, room: &str) -> Vec<Value> {
        items(self.json(&format!("{room}/messages")).await)
    }
}

/// What a list holds.
pub fn items(list: Value) -> Vec<Value> {
    list["items"].as_array().unwrap().clone()
}

/// A field of each.
pub fn texts<'a>(items: &'a [Value], field: &str) -> Vec<&'a str> {
    items.iter().map(|item| item[field].as_str().unwrap()).collect()
}
