//! All channels that a person may see: their own, and those that are open to everybody.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::unit::{Effect, Unit};

use crate::model::channel::RoomKind;

/// a channel as it is listed.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Listed {
    pub id: i64,
    pub name: String,
    pub kind: RoomKind,
    pub members: i64,
    pub messages: i64,
    pub last_message_at: Option<DateTime<Utc>>,
    /// Whether the person is a member.
    pub joined: bool,
    pub archived: bool,
}

impl Listed {
    /// A page of them, the newest first; `before` is the id that ended the page above.
    pub async fn page(
        db: &mut Conn,
        user_id: i64,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Self>> {
        let page = sqlx::query_as(
            "WITH page (id) AS (
                SELECT room_id FROM participations WHERE user_id = ?1 AND room_id < ?2
                UNION
                SELECT id FROM chat_channels
                WHERE kind = 'open' AND archived_at IS NULL AND id < ?2
                ORDER BY 1 DESC LIMIT ?3
             )
             SELECT r.id, r.name, r.kind, r.last_message_at, r.archived_at IS NOT NULL AS archived,
                (SELECT count(*) FROM participations WHERE room_id = r.id) AS members,
                (SELECT count(*) FROM posts
                 WHERE room_id = r.id AND deleted_at IS NULL) AS messages,
                EXISTS (SELECT 1 FROM participations
                    WHERE room_id = r.id AND user_id = ?1) AS joined
             FROM page JOIN chat_channels r ON r.id = page.id ORDER BY r.id DESC",
        )
        .bind(user_id)
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(db)
        .await?;
        Ok(page)
    }

    /// Has it told that one of them is not as it was. Of what is closed nobody else learns, not even that something happened.
    pub async fn changed(unit: &mut Unit, room_id: i64) -> Result<()> {
        let open = sqlx::query_scalar(
            "SELECT kind = 'open' FROM chat_channels
             WHERE id = ?",
        );
        if open.bind(room_id).fetch_one(unit.db()).await? {
            unit.then(Effect::DirectoryChanged);
        }
        Ok(())
    }
}
