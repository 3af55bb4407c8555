//! What the schema adds to the models that every chat has: columns of their tables, and fields of their JSON.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Fields};

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
