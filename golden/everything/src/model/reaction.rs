//! Reactions: one emoji that many people put on the same message.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::access::OfMessage;
use crate::model::fact::Fact;
use crate::model::room_event::{Kind, RoomEvent};
use crate::text;
use crate::unit::Unit;

use crate::model::post::Post;

/// How many different emoji one message can have.
const MAX_EMOJI: i64 = 20;

/// Characters that one emoji may be made of.
const LONGEST: usize = 10;

/// An emoji on a message, and who put it there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reaction {
    pub emoji: String,
    /// Ids of users, the first one first.
    pub users: Vec<i64>,
}

impl Reaction {
    /// Takes all of them from a message.
    pub async fn clear(db: &mut Conn, message_id: i64) -> Result<()> {
        let clear = sqlx::query("DELETE FROM reactions WHERE message_id = ?");
        clear.bind(message_id).execute(db).await?;
        Ok(())
    }

    /// Those of several messages, by the message's id; the oldest emoji first.
    pub async fn of(db: &mut Conn, messages: &[i64]) -> Result<HashMap<i64, Vec<Self>>> {
        let rows: Vec<(i64, String, Json<Vec<i64>>)> = sqlx::query_as(
            "SELECT message_id, emoji, json_group_array(user_id ORDER BY created_at)
             FROM reactions WHERE message_id IN (SELECT value FROM json_each(?))
             GROUP BY message_id, emoji ORDER BY message_id, min(created_at), emoji",
        )
        .bind(Json(messages))
        .fetch_all(db)
        .await?;
        let mut found: HashMap<i64, Vec<Self>> = HashMap::new();
        for (message_id, emoji, Json(users)) in rows {
            found.entry(message_id).or_default().push(Self { emoji, users });
        }
        Ok(found)
    }
}

impl Post {
    /// Puts an emoji on it; once for each person.
    ///
    /// # Errors
    /// Invalid, where it is not one emoji; conflict, where there are as many different ones as there can be.
    pub async fn react(unit: &mut Unit, of: &Fact<OfMessage>, emoji: &str) -> Result<()> {
        if emoji.chars().count() > LONGEST || !text::is_emoji(emoji) {
            return Err(Error::field("emoji", "That is not an emoji."));
        }
        of.must_be_there()?;
        of.at.room.must_be_in_use()?;
        let full: bool = sqlx::query_scalar(
            "SELECT count(DISTINCT emoji) >= ? AND NOT coalesce(sum(emoji = ?), 0)
             FROM reactions WHERE message_id = ?",
        )
        .bind(MAX_EMOJI)
        .bind(emoji)
        .bind(of.message.id)
        .fetch_one(unit.db())
        .await?;
        if full {
            return Err(Error::Conflict(format!("It has {MAX_EMOJI} different emoji already.")));
        }
        let added = sqlx::query(
            "INSERT INTO reactions (message_id, user_id, emoji) VALUES (?, ?, ?)
             ON CONFLICT DO NOTHING",
        )
        .bind(of.message.id)
        .bind(of.at.user.id)
        .bind(emoji)
        .execute(unit.db())
        .await?;
        if added.rows_affected() == 0 {
            return Ok(());
        }
        tell(unit, of, Kind::ReactionAdded, emoji).await
    }

    /// Takes one's emoji back.
    pub async fn take_back(unit: &mut Unit, of: &Fact<OfMessage>, emoji: &str) -> Result<()> {
        of.at.room.must_be_in_use()?;
        let removed = sqlx::query(
            "DELETE FROM reactions
             WHERE message_id = ? AND user_id = ? AND emoji = ?",
        )
        .bind(of.message.id)
        .bind(of.at.user.id)
        .bind(emoji)
        .execute(unit.db())
        .await?;
        if removed.rows_affected() == 0 {
            return Ok(());
        }
        tell(unit, of, Kind::ReactionRemoved, emoji).await
    }
}

async fn tell(unit: &mut Unit, of: &Fact<OfMessage>, kind: Kind, emoji: &str) -> Result<()> {
    let (message, user) = (&of.message, of.at.user.id);
    let detail = Some(json!({ "user_id": user, "emoji": emoji }));
    RoomEvent::append(unit, message.room_id, kind, Some(message.id), Some(user), detail).await
}
