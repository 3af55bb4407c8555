//! What a post answers, in one line.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::markdown;

use crate::model::post::NOBODY;

/// As much of a text as an excerpt can need, in characters.
pub const ENOUGH: i64 = 1000;

/// A post that another one answers, as it is now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReplyTo {
    pub id: i64,
    pub author: String,
    /// The beginning of its text, without Markdown; nothing, where it is deleted.
    pub excerpt: String,
    pub deleted: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    reply_id: i64,
    id: i64,
    author: String,
    body: String,
    deleted: bool,
}

impl ReplyTo {
    /// What these messages answer, by their own ids.
    pub async fn of(db: &mut Conn, replies: &[i64]) -> Result<HashMap<i64, Self>> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT reply.id AS reply_id, m.id, coalesce(u.name, ?) AS author, substr(m.body, 1, ?) AS body,
                m.deleted_at IS NOT NULL AS deleted
             FROM posts reply
             JOIN posts m ON m.id = reply.reply_to_id
             LEFT JOIN people u ON u.id = m.user_id
             WHERE reply.id IN (SELECT value FROM json_each(?))",
        )
        .bind(NOBODY)
        .bind(ENOUGH)
        .bind(Json(replies))
        .fetch_all(db)
        .await?;
        let found = rows.into_iter().map(|row| {
            let excerpt = markdown::excerpt(&row.body);
            let Row { reply_id, id, author, deleted, .. } = row;
            (reply_id, Self { id, author, excerpt, deleted })
        });
        Ok(found.collect())
    }
}
