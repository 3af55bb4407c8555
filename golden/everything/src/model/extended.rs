//! What the schema adds to the models that every chat has: columns of their tables, and fields of their JSON.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;
use crate::input::{self, Fields};

/// Of a person.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct PersonFields {
    pub handle: Option<String>,
    pub born_on: Option<NaiveDate>,
    pub settings: Value,
    pub pronouns: Option<String>,
    pub time_zone: String,
    pub newsletter: bool,
    pub theme: PersonTheme,
    pub seen_at: Option<DateTime<Utc>>,
}

/// What is to change: nothing of what is `None`.
struct PersonFieldChanges {
    handle: Option<Option<String>>,
    born_on: Option<Option<NaiveDate>>,
    settings: Option<Value>,
    pronouns: Option<Option<String>>,
    time_zone: Option<String>,
    newsletter: Option<bool>,
    theme: Option<PersonTheme>,
    seen_at: Option<Option<DateTime<Utc>>>,
}

impl PersonFields {
    /// Stores what is given; everything else stays as it is.
    ///
    /// # Errors
    /// Every problem of the fields, and that there is no field of a given name.
    pub async fn store(db: &mut Conn, id: i64, given: &Map<String, Value>) -> Result<()> {
        if given.is_empty() {
            return Ok(());
        }
        let changes = PersonFieldChanges::read(given)?;
        let update = sqlx::query(
            "UPDATE people AS t SET
                handle = iif(?, ?, t.handle),
                born_on = iif(?, ?, t.born_on),
                settings = coalesce(?, t.settings),
                pronouns = iif(?, ?, t.pronouns),
                time_zone = coalesce(?, t.time_zone),
                newsletter = coalesce(?, t.newsletter),
                theme = coalesce(?, t.theme),
                seen_at = iif(?, ?, t.seen_at)
             WHERE id = ?",
        )
        .bind(changes.handle.is_some())
        .bind(changes.handle.flatten())
        .bind(changes.born_on.is_some())
        .bind(changes.born_on.flatten())
        .bind(changes.settings)
        .bind(changes.pronouns.is_some())
        .bind(changes.pronouns.flatten())
        .bind(changes.time_zone)
        .bind(changes.newsletter)
        .bind(changes.theme)
        .bind(changes.seen_at.is_some())
        .bind(changes.seen_at.flatten())
        .bind(id)
        .execute(db);
        update.await.map_err(input::refused)?;
        Ok(())
    }
}

impl PersonFieldChanges {
    fn read(given: &Map<String, Value>) -> Result<Self> {
        let mut fields = Fields::json(given.clone());
        fields.limit("handle", 40);
        fields.limit("pronouns", 30);
        fields.limit("time_zone", 40);
        let handle = fields.changed_optional("handle");
        let born_on = fields.changed_optional("born_on");
        let settings = fields.changed("settings");
        let pronouns = fields.changed_optional("pronouns");
        let time_zone = fields.changed("time_zone");
        let newsletter = fields.changed("newsletter");
        let theme = fields.changed("theme");
        let seen_at = fields.changed_optional("seen_at");
        fields.finish()?;
        let changes =
            Self { handle, born_on, settings, pronouns, time_zone, newsletter, theme, seen_at };
        Ok(changes)
    }
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
pub enum PersonTheme {
    #[default]
    #[serde(rename = "system")]
    #[sqlx(rename = "system")]
    System,
    #[serde(rename = "light")]
    #[sqlx(rename = "light")]
    Light,
    #[serde(rename = "dark")]
    #[sqlx(rename = "dark")]
    Dark,
}

impl input::Field for PersonTheme {
    const EXPECTED: &'static str = "one of system, light, dark";

    fn from_json(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

/// Of a visit.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct VisitFields {
    pub device: Option<String>,
}

/// What is to change: nothing of what is `None`.
struct VisitFieldChanges {
    device: Option<Option<String>>,
}

impl VisitFields {
    /// Stores what is given; everything else stays as it is.
    ///
    /// # Errors
    /// Every problem of the fields, and that there is no field of a given name.
    pub async fn store(db: &mut Conn, id: i64, given: &Map<String, Value>) -> Result<()> {
        if given.is_empty() {
            return Ok(());
        }
        let changes = VisitFieldChanges::read(given)?;
        let update = sqlx::query(
            "UPDATE visits AS t SET
                device = iif(?, ?, t.device)
             WHERE id = ?",
        )
        .bind(changes.device.is_some())
        .bind(changes.device.flatten())
        .bind(id)
        .execute(db);
        update.await.map_err(input::refused)?;
        Ok(())
    }
}

impl VisitFieldChanges {
    fn read(given: &Map<String, Value>) -> Result<Self> {
        let mut fields = Fields::json(given.clone());
        fields.limit("device", 60);
        let device = fields.changed_optional("device");
        fields.finish()?;
        let changes = Self { device };
        Ok(changes)
    }
}

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
