//! Rooms: where messages live.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::model::access::InRoom;
use crate::model::directory::Listed;
use crate::model::fact::Fact;
use crate::model::joined::Joined;
use crate::model::room_event::{Kind, RoomEvent};
use crate::text;
use crate::unit::Unit;

use crate::model::extended::RoomFields;

use crate::model::membership::Membership;

use crate::model::membership::Role;

use crate::model::user::User;

/// The longest name, in characters; the database holds to it too.
pub const MAX_NAME: usize = 120;

/// a room as the database has it.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Room {
    pub id: i64,
    pub name: String,
    pub kind: RoomKind,
    pub created_by: Option<i64>,
    pub archived_at: Option<DateTime<Utc>>,
    /// The number of the last event in it.
    pub last_seq: i64,
    pub last_message_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub fields: RoomFields,
}

/// Who gets in.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum RoomKind {
    /// Anybody may join.
    #[default]
    Open,
    /// Only who is added; for everybody else it does not exist.
    Closed,
    /// Two people, and nobody else ever.
    Direct,
}

/// What it takes to open one.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct NewRoom {
    #[serde(default)]
    pub name: String,
    /// `open` (if left out) or `closed`.
    #[serde(default)]
    pub kind: RoomKind,
    /// Somebody's id, for the direct one with them; it needs no name.
    pub direct: Option<i64>,
    #[serde(flatten)]
    #[schema(value_type = RoomFields)]
    pub fields: Map<String, Value>,
}

/// What an owner may change; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct RoomChanges {
    pub name: Option<String>,
    pub kind: Option<RoomKind>,
    pub archived: Option<bool>,
    #[serde(flatten)]
    #[schema(value_type = RoomFields)]
    pub fields: Map<String, Value>,
}

impl Room {
    /// Opens one, with its maker as the owner.
    pub async fn create(unit: &mut Unit, owner: &Fact<User>, new: &NewRoom) -> Result<Self> {
        let name = check(&new.name, new.kind)?;
        let room_id = sqlx::query_scalar(
            "INSERT INTO rooms (name, kind, created_by)
             VALUES (?, ?, ?) RETURNING id",
        )
        .bind(name)
        .bind(new.kind)
        .bind(owner.id)
        .fetch_one(unit.db())
        .await?;
        Membership::insert(unit, room_id, owner.id, Role::Owner).await?;
        let given = &new.fields;
        RoomFields::store(unit.db(), room_id, given).await?;
        Self::find(unit.db(), room_id).await
    }

    /// The direct room of two people, and whether it had to be made.
    ///
    /// # Errors
    /// Invalid where the other one is the same person, or nobody.
    pub async fn direct(unit: &mut Unit, user: &Fact<User>, other: i64) -> Result<(Self, bool)> {
        let user = user.id;
        let pair = format!("{}:{}", user.min(other), user.max(other));
        let known = sqlx::query_scalar(
            "SELECT id FROM rooms
             WHERE direct_pair = ?",
        );
        if let Some(room_id) = known.bind(&pair).fetch_optional(unit.db()).await? {
            return Ok((Self::find(unit.db(), room_id).await?, false));
        }
        let room_id: Option<i64> = sqlx::query_scalar(
            "INSERT INTO rooms (name, kind, direct_pair, created_by)
             SELECT substr(a.name || ', ' || b.name, 1, 120), 'direct', ?, a.id
             FROM users a, users b
             WHERE a.id = ? AND b.id = ? AND a.id <> b.id AND b.banned_at IS NULL RETURNING id",
        )
        .bind(&pair)
        .bind(user)
        .bind(other)
        .fetch_optional(unit.db())
        .await?;
        let nobody = || Error::field("direct", "There is nobody to write to.");
        let room_id = room_id.ok_or_else(nobody)?;
        for member in [user, other] {
            let role = Role::Member;
            Membership::insert(unit, room_id, member, role).await?;
        }
        Ok((Self::find(unit.db(), room_id).await?, true))
    }

    /// The one with this id.
    ///
    /// # Errors
    /// Not found.
    pub async fn find(db: &mut Conn, id: i64) -> Result<Self> {
        let room = sqlx::query_as(
            "SELECT id, name, kind, created_by, archived_at, last_seq, last_message_at, created_at,
                updated_at, topic
             FROM rooms WHERE id = ?",
        );
        room.bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
    }

    /// Renames it, opens or closes it, archives it or takes it back. What is not given stays as it is.
    pub async fn update(unit: &mut Unit, by: &Fact<InRoom>, changes: &RoomChanges) -> Result<Self> {
        by.must_own()?;
        by.room.must_not_be_direct()?;
        let room_id = by.room.id;
        let kind = changes.kind.unwrap_or(by.room.kind);
        let name = check(changes.name.as_ref().unwrap_or(&by.room.name), kind)?;
        // Before and after: it may be open only then.
        Listed::changed(unit, room_id).await?;
        sqlx::query(
            "UPDATE rooms SET
                name = coalesce(?1, name), kind = coalesce(?2, kind),
                archived_at = CASE ?3
                    WHEN 0 THEN NULL
                    WHEN 1 THEN coalesce(archived_at, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
                    ELSE archived_at
                END
             WHERE id = ?4",
        )
        .bind(changes.name.as_ref().map(|_| name))
        .bind(changes.kind)
        .bind(changes.archived)
        .bind(room_id)
        .execute(unit.db())
        .await?;
        let given = &changes.fields;
        RoomFields::store(unit.db(), room_id, given).await?;
        let (changed, by) = (Kind::RoomChanged, Some(by.user.id));
        RoomEvent::append(unit, room_id, changed, None, by, None).await?;
        Joined::changed(unit, room_id).await?;
        Listed::changed(unit, room_id).await?;
        Self::find(unit.db(), room_id).await
    }

    /// Refuses what would make something else of a direct one.
    pub fn must_not_be_direct(&self) -> Result<()> {
        match self.kind {
            RoomKind::Direct => Err(Error::Conflict("This stays between you two.".into())),
            RoomKind::Open | RoomKind::Closed => Ok(()),
        }
    }

    /// Refuses to write where everything is read-only.
    pub fn must_be_in_use(&self) -> Result<()> {
        let archived = "This room is archived.";
        match self.archived_at {
            None => Ok(()),
            Some(_) => Err(Error::Conflict(archived.into())),
        }
    }
}

/// The name without the blanks around it, where name and kind are what a person may ask for.
fn check(name: &str, kind: RoomKind) -> Result<String> {
    let mut problems = Problems::default();
    let name = text::composed(name);
    problems.check(text::is_visible(&name), "name", "Give it a name.");
    let fits = name.chars().count() <= MAX_NAME && text::is_one_line(&name);
    problems.check(fits, "name", format!("Use one line of at most {MAX_NAME} characters."));
    if kind == RoomKind::Direct {
        problems.add("kind", "Choose open or closed.");
    }
    problems.into_result()?;
    Ok(name)
}
