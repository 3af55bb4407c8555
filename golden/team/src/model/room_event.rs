//! What happened in a room, in order and without a gap.

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;
use sqlx::types::Json;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::unit::{Effect, Unit};

/// A row of the log. It names what changed; what that looks like is read when it is told.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoomEvent {
    pub room_id: i64,
    /// 1, 2, 3, … in each room.
    pub seq: i64,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub message_id: Option<i64>,
    /// Who did it.
    pub actor_id: Option<i64>,
    /// What else there is to say, by kind.
    pub detail: Option<Json<Value>>,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    MessageCreated,
    MessageEdited,
    MessageDeleted,
    ReactionAdded,
    ReactionRemoved,
    MemberJoined,
    MemberLeft,
    RoomChanged,
    /// What a later build of this program writes; it is passed on as it is.
    Other(String),
}

/// Every kind that this build knows, and its name.
const NAMES: &[(Kind, &str)] = &[
    (Kind::MessageCreated, "message.created"),
    (Kind::MessageEdited, "message.edited"),
    (Kind::MessageDeleted, "message.deleted"),
    (Kind::ReactionAdded, "reaction.added"),
    (Kind::ReactionRemoved, "reaction.removed"),
    (Kind::MemberJoined, "member.joined"),
    (Kind::MemberLeft, "member.left"),
    (Kind::RoomChanged, "room.changed"),
];

impl Kind {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => {
                let named = NAMES.iter().find(|(kind, _)| kind == known);
                named.map_or("", |(_, name)| name)
            }
        }
    }
}

impl From<String> for Kind {
    fn from(name: String) -> Self {
        let known = NAMES.iter().find(|(_, known)| *known == name);
        known.map_or(Self::Other(name), |(kind, _)| kind.clone())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl RoomEvent {
    /// Records a change in the transaction that makes it, and has it told once that is committed.
    ///
    /// # Errors
    /// Not found, where there is no such room.
    pub async fn append(
        unit: &mut Unit,
        room_id: i64,
        kind: Kind,
        message_id: Option<i64>,
        actor_id: Option<i64>,
        detail: Option<Value>,
    ) -> Result<()> {
        let seq: Option<i64> = sqlx::query_scalar(
            "UPDATE rooms SET last_seq = last_seq + 1
             WHERE id = ? RETURNING last_seq",
        )
        .bind(room_id)
        .fetch_optional(unit.db())
        .await?;
        let seq = seq.ok_or(Error::NotFound)?;
        sqlx::query(
            "INSERT INTO room_events
                (room_id, seq, kind, message_id, actor_id, detail)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(room_id)
        .bind(seq)
        .bind(kind.as_str())
        .bind(message_id)
        .bind(actor_id)
        .bind(detail.map(Json))
        .execute(unit.db())
        .await?;
        let keep = i64::from(unit.app().config.events_kept);
        Self::trim(unit.db(), room_id, seq - keep).await?;
        unit.then(Effect::Publish(room_id));
        Ok(())
    }

    /// The number of the last event.
    ///
    /// # Errors
    /// Not found, where there is no such room.
    pub async fn head(db: &mut Conn, room_id: i64) -> Result<i64> {
        let head = sqlx::query_scalar(
            "SELECT last_seq FROM rooms
             WHERE id = ?",
        );
        head.bind(room_id).fetch_optional(db).await?.ok_or(Error::NotFound)
    }

    /// At most `limit` events after `seq`, as far as they are kept.
    pub async fn after(db: &mut Conn, room_id: i64, seq: i64, limit: i64) -> Result<Vec<Self>> {
        let events = sqlx::query_as(
            "SELECT room_id, seq, kind, message_id, actor_id, detail, created_at
             FROM room_events WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        );
        Ok(events.bind(room_id).bind(seq).bind(limit).fetch_all(db).await?)
    }

    /// At most `limit` events that follow `seq`; `None` where some of them are not kept any more, or where `seq` is not
    /// one of this log's numbers (a backup was restored): then only a look at everything helps.
    pub async fn since(
        db: &mut Conn,
        room_id: i64,
        seq: i64,
        limit: i64,
    ) -> Result<Option<Vec<Self>>> {
        let head = Self::head(db, room_id).await?;
        let events = Self::after(db, room_id, seq, limit).await?;
        let whole = match events.first() {
            Some(first) => first.seq == seq + 1,
            None => seq == head,
        };
        Ok(whole.then_some(events))
    }

    async fn trim(db: &mut Conn, room_id: i64, seq: i64) -> Result<()> {
        let trim = sqlx::query(
            "DELETE FROM room_events
             WHERE room_id = ? AND seq <= ?",
        );
        trim.bind(room_id).bind(seq).execute(db).await?;
        Ok(())
    }
}
