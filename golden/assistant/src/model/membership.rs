//! Memberships: who is in which chat session, as what, and how far each has read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::hub::Revocation;
use crate::model::access::{AtRoom, InRoom};
use crate::model::directory::Listed;
use crate::model::fact::Fact;
use crate::model::room_event::{Kind, RoomEvent};
use crate::unit::{Effect, Unit};

/// a membership as the database has it.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Membership {
    pub room_id: i64,
    pub user_id: i64,
    pub role: Role,
    /// The number of the last event that this person has seen.
    pub last_read_seq: i64,
    pub created_at: DateTime<Utc>,
}

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Role {
    /// Renames, closes, archives, adds and removes people.
    Owner,
    Member,
}

/// A member as the others see them.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Member {
    /// The user's.
    pub id: i64,
    pub name: String,
    pub role: Role,
    pub created_at: DateTime<Utc>,
}

impl Membership {
    /// This person's, if they are in.
    pub async fn find(db: &mut Conn, room_id: i64, user_id: i64) -> Result<Option<Self>> {
        let found = sqlx::query_as(
            "SELECT room_id, user_id, role, last_read_seq, created_at
             FROM memberships WHERE room_id = ? AND user_id = ?",
        )
        .bind(room_id)
        .bind(user_id)
        .fetch_optional(db)
        .await?;
        Ok(found)
    }

    /// Lets somebody into what is open to them.
    pub async fn join(unit: &mut Unit, at: &Fact<AtRoom>) -> Result<()> {
        at.room.must_be_in_use()?;
        Self::insert(unit, at.room.id, at.user.id, Role::Member).await
    }

    /// Lets somebody in whom an owner chose.
    pub async fn add(unit: &mut Unit, by: &Fact<InRoom>, user_id: i64, role: Role) -> Result<()> {
        by.must_own()?;
        by.room.must_be_in_use()?;
        by.room.must_not_be_direct()?;
        Self::insert(unit, by.room.id, user_id, role).await
    }

    /// Lets somebody in and tells the others; whoever is in already stays as they are.
    pub(super) async fn insert(
        unit: &mut Unit,
        room_id: i64,
        user_id: i64,
        role: Role,
    ) -> Result<()> {
        let inserted = sqlx::query(
            "INSERT INTO memberships (room_id, user_id, role, last_read_seq)
             SELECT ?, u.id, ?, (SELECT last_seq FROM chat_sessions WHERE id = ?)
             FROM users u WHERE u.id = ? AND u.banned_at IS NULL
             ON CONFLICT (room_id, user_id) DO NOTHING",
        )
        .bind(room_id)
        .bind(role)
        .bind(room_id)
        .bind(user_id)
        .execute(unit.db())
        .await?;
        if inserted.rows_affected() == 0 {
            return match Self::find(unit.db(), room_id, user_id).await? {
                Some(_) => Ok(()),
                None => Err(Error::field("user_id", "There is nobody with this id.")),
            };
        }
        let detail = Some(json!({ "user_id": user_id, "role": role }));
        RoomEvent::append(unit, room_id, Kind::MemberJoined, None, Some(user_id), detail).await?;
        unit.then(Effect::RoomsChanged(vec![user_id]));
        Listed::changed(unit, room_id).await
    }

    /// Makes somebody an owner, or one of the others again.
    pub async fn set_role(
        unit: &mut Unit,
        by: &Fact<InRoom>,
        user_id: i64,
        role: Role,
    ) -> Result<()> {
        by.must_own()?;
        let room_id = by.room.id;
        let member = Self::find(unit.db(), room_id, user_id).await?.ok_or(Error::NotFound)?;
        if member.role == role {
            return Ok(());
        }
        member.must_not_be_missed(unit).await?;
        sqlx::query(
            "UPDATE memberships SET role = ?
             WHERE room_id = ? AND user_id = ?",
        )
        .bind(role)
        .bind(room_id)
        .bind(user_id)
        .execute(unit.db())
        .await?;
        let detail = Some(json!({ "user_id": user_id, "role": role }));
        RoomEvent::append(unit, room_id, Kind::RoomChanged, None, Some(user_id), detail).await
    }

    /// Lets somebody go.
    pub async fn leave(unit: &mut Unit, member: &Fact<InRoom>) -> Result<()> {
        Self::delete(unit, member, member.user.id).await
    }

    /// Sends somebody away.
    pub async fn remove(unit: &mut Unit, by: &Fact<InRoom>, user_id: i64) -> Result<()> {
        by.must_own()?;
        Self::delete(unit, by, user_id).await
    }

    /// Closes what somebody follows, too. The last one to go archives it.
    async fn delete(unit: &mut Unit, by: &Fact<InRoom>, user_id: i64) -> Result<()> {
        by.room.must_not_be_direct()?;
        let room_id = by.room.id;
        let member = Self::find(unit.db(), room_id, user_id).await?.ok_or(Error::NotFound)?;
        member.must_not_be_missed(unit).await?;
        sqlx::query(
            "DELETE FROM memberships
             WHERE room_id = ? AND user_id = ?",
        )
        .bind(room_id)
        .bind(user_id)
        .execute(unit.db())
        .await?;
        let detail = Some(json!({ "user_id": user_id }));
        RoomEvent::append(unit, room_id, Kind::MemberLeft, None, Some(user_id), detail).await?;
        let archived = sqlx::query(
            "UPDATE chat_sessions SET archived_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE id = ? AND archived_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM memberships WHERE room_id = id)",
        )
        .bind(room_id)
        .execute(unit.db())
        .await?;
        if archived.rows_affected() > 0 {
            let changed = Kind::RoomChanged;
            RoomEvent::append(unit, room_id, changed, None, Some(user_id), None).await?;
        }
        unit.then(Effect::RoomsChanged(vec![user_id]));
        unit.then(Effect::Revoke(Revocation::Member { room: room_id, user: user_id }));
        Listed::changed(unit, room_id).await
    }

    /// Moves the read marker forward, never back and never past what exists.
    pub async fn read(unit: &mut Unit, member: &Fact<InRoom>, seq: i64) -> Result<()> {
        sqlx::query(
            "UPDATE memberships SET
                last_read_seq = min(?, (SELECT last_seq FROM chat_sessions WHERE id = room_id))
             WHERE room_id = ? AND user_id = ? AND last_read_seq < ?",
        )
        .bind(seq)
        .bind(member.room.id)
        .bind(member.user.id)
        .bind(seq)
        .execute(unit.db())
        .await?;
        Ok(())
    }

    /// Members with an id above `after`, in order of their ids.
    pub async fn members(db: &mut Conn, room: i64, after: i64, limit: i64) -> Result<Vec<Member>> {
        let members = sqlx::query_as(
            "SELECT u.id, u.name, m.role, m.created_at
             FROM memberships m JOIN users u ON u.id = m.user_id
             WHERE m.room_id = ? AND m.user_id > ? ORDER BY m.user_id LIMIT ?",
        )
        .bind(room)
        .bind(after)
        .bind(limit)
        .fetch_all(db)
        .await?;
        Ok(members)
    }

    /// Refuses to take the last owner from people who stay behind.
    async fn must_not_be_missed(&self, unit: &mut Unit) -> Result<()> {
        if self.role != Role::Owner {
            return Ok(());
        }
        let (others, owners): (bool, bool) = sqlx::query_as(
            "SELECT count(*) > 0, coalesce(sum(role = 'owner') > 0, 0)
             FROM memberships WHERE room_id = ? AND user_id <> ?",
        )
        .bind(self.room_id)
        .bind(self.user_id)
        .fetch_one(unit.db())
        .await?;
        match others && !owners {
            false => Ok(()),
            true => Err(Error::Conflict("Make somebody else an owner first.".into())),
        }
    }
}
