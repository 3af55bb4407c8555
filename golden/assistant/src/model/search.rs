//! Full-text search over what was said.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;

use crate::model::message::NOBODY;

/// Around what was found, inside a snippet; no message can hold them.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// The most words that are looked for.
const MAX_WORDS: usize = 12;

/// A message that was found.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Hit {
    pub message_id: i64,
    pub room_id: i64,
    pub room: String,
    pub user_id: Option<i64>,
    pub author: String,
    pub created_at: DateTime<Utc>,
    /// The words around what was found, as HTML; what was found is marked with `<mark>`.
    pub snippet: String,
}

impl Hit {
    /// Messages with all these words, or words that begin with them, in the rooms that the user is in; the newest first.
    pub async fn search(
        db: &mut Conn,
        user_id: i64,
        text: &str,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Self>> {
        let Some(query) = fts_query(text) else { return Ok(Vec::new()) };
        let mut hits: Vec<Self> = sqlx::query_as(
            "SELECT m.id AS message_id, m.room_id, r.name AS room, m.user_id, coalesce(u.name, ?) AS author,
                m.created_at, snippet(message_search, 0, char(2), char(3), '…', 24) AS snippet
             FROM message_search
             JOIN messages m ON m.id = message_search.rowid
             JOIN memberships p ON p.room_id = m.room_id AND p.user_id = ?
             JOIN chat_sessions r ON r.id = m.room_id
             LEFT JOIN users u ON u.id = m.user_id
             WHERE message_search MATCH ? AND message_search.rowid < ?
             ORDER BY message_search.rowid DESC LIMIT ?",
        )
        .bind(NOBODY)
        .bind(user_id)
        .bind(query)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(db)
        .await?;
        for hit in &mut hits {
            hit.snippet = mark(&hit.snippet);
        }
        Ok(hits)
    }
}

/// The words of a person's text as a query that no text can break: each one quoted, each the beginning of a word.
fn fts_query(text: &str) -> Option<String> {
    let words: Vec<_> = words(text).map(|word| format!("\"{word}\"*")).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// What is looked for: letters and digits, and nothing that means something to the database or in an address.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|char: char| !char.is_alphanumeric());
    words.filter(|word| !word.is_empty()).take(MAX_WORDS)
}

/// Text as HTML, with the marks around what was found.
fn mark(snippet: &str) -> String {
    let mut html = String::with_capacity(snippet.len() + 32);
    for char in snippet.chars() {
        match char {
            OPEN => html.push_str("<mark>"),
            CLOSE => html.push_str("</mark>"),
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            char => html.push(char),
        }
    }
    html
}
