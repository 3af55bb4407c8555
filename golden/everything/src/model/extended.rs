//! What the schema adds to the models that every chat has: columns of their tables, and fields of their JSON.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Fields};

/// Of a channel.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct ChannelFields {
    pub topic: Option<String>,
    pub status_id: Option<i64>,
    pub color: ChannelColor,
}

/// What is to change: nothing of what is `None`.
struct ChannelFieldChanges {
    topic: Option<Option<String>>,
    status_id: Option<Option<i64>>,
    color: Option<ChannelColor>,
}

impl ChannelFields {
    /// Stores what is given; everything else stays as it is.
    ///
    /// # Errors
    /// Every problem of the fields, and that there is no field of a given name.
    pub async fn store(db: &mut Conn, id: i64, given: &Map<String, Value>) -> Result<()> {
        if given.is_empty() {
            return Ok(());
        }
        let changes = ChannelFieldChanges::read(given)?;
        let update = sqlx::query(
            "UPDATE chat_channels AS t SET
                topic = iif(?, ?, t.topic),
                status_id = iif(?, ?, t.status_id),
                color = coalesce(?, t.color)
             WHERE id = ?",
        )
        .bind(changes.topic.is_some())
        .bind(changes.topic.flatten())
        .bind(changes.status_id.is_some())
        .bind(changes.status_id.flatten())
        .bind(changes.color)
        .bind(id)
        .execute(db);
        update.await.map_err(input::refused)?;
        Ok(())
    }
}

impl ChannelFieldChanges {
    fn read(given: &Map<String, Value>) -> Result<Self> {
        let mut fields = Fields::json(given.clone());
        let topic = fields.changed_optional("topic");
        let status_id = fields.changed_optional("status_id");
        let color = fields.changed("color");
        fields.finish()?;
        let changes = Self { topic, status_id, color };
        Ok(changes)
    }
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
pub enum ChannelColor {
    #[default]
    #[serde(rename = "red")]
    #[sqlx(rename = "red")]
    Red,
    #[serde(rename = "green")]
    #[sqlx(rename = "green")]
    Green,
    #[serde(rename = "blue")]
    #[sqlx(rename = "blue")]
    Blue,
}

impl input::Field for ChannelColor {
    const EXPECTED: &'static str = "one of red, green, blue";

    fn from_json(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

/// Of a post.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct PostFields {
    pub pinned: bool,
}

/// What is to change: nothing of what is `None`.
struct PostFieldChanges {
    pinned: Option<bool>,
}

impl PostFields {
    /// Stores what is given; everything else stays as it is.
    ///
    /// # Errors
    /// Every problem of the fields, and that there is no field of a given name.
    pub async fn store(db: &mut Conn, id: i64, given: &Map<String, Value>) -> Result<()> {
        if given.is_empty() {
            return Ok(());
        }
        let changes = PostFieldChanges::read(given)?;
        let update = sqlx::query(
            "UPDATE posts AS t SET
                pinned = coalesce(?, t.pinned)
             WHERE id = ?",
        )
        .bind(changes.pinned)
        .bind(id)
        .execute(db);
        update.await.map_err(input::refused)?;
        Ok(())
    }
}

impl PostFieldChanges {
    fn read(given: &Map<String, Value>) -> Result<Self> {
        let mut fields = Fields::json(given.clone());
        let pinned = fields.changed("pinned");
        fields.finish()?;
        let changes = Self { pinned };
        Ok(changes)
    }
}
