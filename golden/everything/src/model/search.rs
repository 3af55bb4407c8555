//! Full-text search over what was said.

mod spelling;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;

use crate::model::post::NOBODY;

/// Around what was found, inside a snippet; no message can hold them.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// How many messages are put into the index at once.
const BATCH: i64 = 200;

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
    /// Messages with all these words and signs, or words that begin with them, in the rooms that the user is in; the newest first.
    pub async fn search(
        db: &mut Conn,
        user_id: i64,
        text: &str,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Self>> {
        let Some(query) = spelling::query(text) else { return Ok(Vec::new()) };
        let mut hits: Vec<Self> = sqlx::query_as(
            "SELECT m.id AS message_id, m.room_id, r.name AS room, m.user_id, coalesce(u.name, ?) AS author,
                m.created_at, snippet(message_search, 0, char(2), char(3), '…', 40) AS snippet
             FROM message_search
             JOIN posts m ON m.id = message_search.rowid
             JOIN participations p ON p.room_id = m.room_id AND p.user_id = ?
             JOIN chat_channels r ON r.id = m.room_id
             LEFT JOIN people u ON u.id = m.user_id
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

/// Has a post found by the text that it has now.
pub async fn index(db: &mut Conn, id: i64) -> Result<()> {
    let body = sqlx::query_scalar(
        "SELECT body FROM posts
         WHERE id = ? AND body <> ''",
    );
    let body: Option<String> = body.bind(id).fetch_optional(&mut *db).await?;
    let Some(body) = body else { return Ok(()) };
    let put = sqlx::query("INSERT OR REPLACE INTO message_search (rowid, body) VALUES (?, ?)");
    put.bind(id).bind(spelling::indexed(&body)).execute(db).await?;
    Ok(())
}

/// Some of those that are not found yet, above an id: said before there was this index, or written by another program.
pub async fn missing(db: &mut Conn, above: i64) -> Result<Vec<i64>> {
    let missing = sqlx::query_scalar(
        "SELECT id FROM posts m
         WHERE id > ? AND body <> '' AND NOT EXISTS (
            SELECT 1 FROM message_search WHERE message_search.rowid = m.id
         )
         ORDER BY id LIMIT ?",
    );
    Ok(missing.bind(above).bind(BATCH).fetch_all(db).await?)
}

/// Text as HTML, with the marks around what was found.
fn mark(snippet: &str) -> String {
    let mut html = String::with_capacity(snippet.len() + 32);
    for char in snippet.chars().filter(|char| *char != spelling::JOINT) {
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
