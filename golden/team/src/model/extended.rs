//! What the schema adds to the models that every chat has: columns of their tables, and fields of their JSON.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Fields};

/// Of a user.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct UserFields {
    pub pronouns: Option<String>,
    pub time_zone: String,
}

/// What is to change: nothing of what is `None`.
struct UserFieldChanges {
    pronouns: Option<Option<String>>,
    time_zone: Option<String>,
}

impl UserFields {
    /// Stores what is given; everything else stays as it is.
    ///
    /// # Errors
    /// Every problem of the fields, and that there is no field of a given name.
    pub async fn store(db: &mut Conn, id: i64, given: &Map<String, Value>) -> Result<()> {
        if given.is_empty() {
            return Ok(());
        }
        let changes = UserFieldChanges::read(given)?;
        let update = sqlx::query(
            "UPDATE users AS t SET
                pronouns = iif(?, ?, t.pronouns),
                time_zone = coalesce(?, t.time_zone)
             WHERE id = ?",
        )
        .bind(changes.pronouns.is_some())
        .bind(changes.pronouns.flatten())
        .bind(changes.time_zone)
        .bind(id)
        .execute(db);
        update.await.map_err(input::refused)?;
        Ok(())
    }
}

impl UserFieldChanges {
    fn read(given: &Map<String, Value>) -> Result<Self> {
        let mut fields = Fields::json(given.clone());
        fields.limit("pronouns", 30);
        fields.limit("time_zone", 60);
        let pronouns = fields.changed_optional("pronouns");
        let time_zone = fields.changed("time_zone");
        fields.finish()?;
        let changes = Self { pronouns, time_zone };
        Ok(changes)
    }
}

/// Of a room.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct RoomFields {
    pub topic: Option<String>,
}

/// What is to change: nothing of what is `None`.
struct RoomFieldChanges {
    topic: Option<Option<String>>,
}

impl RoomFields {
    /// Stores what is given; everything else stays as it is.
    ///
    /// # Errors
    /// Every problem of the fields, and that there is no field of a given name.
    pub async fn store(db: &mut Conn, id: i64, given: &Map<String, Value>) -> Result<()> {
        if given.is_empty() {
            return Ok(());
        }
        let changes = RoomFieldChanges::read(given)?;
        let update = sqlx::query(
            "UPDATE rooms AS t SET
                topic = iif(?, ?, t.topic)
             WHERE id = ?",
        )
        .bind(changes.topic.is_some())
        .bind(changes.topic.flatten())
        .bind(id)
        .execute(db);
        update.await.map_err(input::refused)?;
        Ok(())
    }
}

impl RoomFieldChanges {
    fn read(given: &Map<String, Value>) -> Result<Self> {
        let mut fields = Fields::json(given.clone());
        let topic = fields.changed_optional("topic");
        fields.finish()?;
        let changes = Self { topic };
        Ok(changes)
    }
}
