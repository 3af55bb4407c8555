//! A person's own channels, as their list shows them.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Result};

use crate::model::participation::Role;

use crate::model::channel::Channel;

/// a channel with what its member has yet to read.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Joined {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub room: Channel,
    /// What the member calls it: its name, or the other person's in a direct one.
    pub title: String,
    pub role: Role,
    pub last_read_seq: i64,
    /// Messages by others that the member has not seen; 100 stands for any larger number too.
    pub unread: i64,
    pub last_author: Option<String>,
    /// The beginning of the last message.
    pub last_text: Option<String>,
}

impl Joined {
    /// A page of a person's own, in use or archived, the latest first.
    ///
    /// # Errors
    /// Bad request, where `before` is not the cursor of another one.
    pub async fn page(
        db: &mut Conn,
        user_id: i64,
        archived: bool,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Self>> {
        let (time, id) = match before {
            Some(cursor) => position(cursor)?,
            None => ("9999".to_owned(), i64::MAX),
        };
        let page = sqlx::query_as(
            "WITH page AS (
                SELECT r.id, p.role, p.last_read_seq,
                    coalesce(r.last_message_at, r.created_at) AS active_at
                FROM participations p JOIN chat_channels r ON r.id = p.room_id
                WHERE p.user_id = ?1 AND (r.archived_at IS NOT NULL) = ?2
                    AND (coalesce(r.last_message_at, r.created_at), r.id) < (?3, ?4)
                ORDER BY active_at DESC, r.id DESC LIMIT ?5
             )
             SELECT r.*, page.role, page.last_read_seq, author.name AS last_author,
                substr(last.body, 1, 120) AS last_text,
                CASE r.kind WHEN 'direct' THEN (
                    SELECT u.name FROM participations o
                    JOIN people u ON u.id = o.user_id
                    WHERE o.room_id = r.id AND o.user_id <> ?1
                ) ELSE r.name END AS title,
                (SELECT count(*) FROM (
                    SELECT 1 FROM posts
                    WHERE room_id = r.id AND seq > page.last_read_seq
                        AND deleted_at IS NULL AND user_id IS NOT ?1 LIMIT 100
                )) AS unread
             FROM page JOIN chat_channels r ON r.id = page.id
             LEFT JOIN posts last ON last.id = (
                SELECT id FROM posts WHERE room_id = r.id AND deleted_at IS NULL
                ORDER BY seq DESC LIMIT 1
             )
             LEFT JOIN people author ON author.id = last.user_id
             ORDER BY page.active_at DESC, r.id DESC",
        )
        .bind(user_id)
        .bind(archived)
        .bind(time)
        .bind(id)
        .bind(limit)
        .fetch_all(db)
        .await?;
        Ok(page)
    }

    /// Where the page after this one begins.
    pub fn cursor(&self) -> String {
        let active_at = self.room.last_message_at.unwrap_or(self.room.created_at);
        format!("{}-{}", active_at.timestamp_millis(), self.room.id)
    }
}

/// Time, as the database writes it, and id from a cursor.
fn position(cursor: &str) -> Result<(String, i64)> {
    let wrong = || Error::BadRequest("before is not a cursor that this list gave out.".into());
    let (millis, id) = cursor.split_once('-').ok_or_else(wrong)?;
    let millis = millis.parse().map_err(|_| wrong())?;
    let time: DateTime<Utc> = DateTime::from_timestamp_millis(millis).ok_or_else(wrong)?;
    let id = id.parse().map_err(|_| wrong())?;
    Ok((time.to_rfc3339_opts(SecondsFormat::Millis, false), id))
}
