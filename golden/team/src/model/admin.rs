//! What administrators see of everybody: pages of rows, the newest first, before a given id.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::Result;

use crate::model::extended::UserFields;

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct AdminUser {
    pub id: i64,
    pub name: String,
    pub email: String,
    /// `member` or `admin`.
    pub role: String,
    pub banned_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub fields: UserFields,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct AdminRoom {
    pub id: i64,
    pub name: String,
    /// `open`, `closed` or `direct`.
    pub kind: String,
    pub members: i64,
    pub messages: i64,
    pub archived: bool,
    pub last_message_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct AdminSession {
    pub id: i64,
    pub user_id: i64,
    /// The name of whose it is.
    pub user: String,
    pub user_agent: String,
    pub ip: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

/// How many there are of each.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct AdminCounts {
    pub users: i64,
    pub sessions: i64,
    pub rooms: i64,
    pub messages: i64,
}

impl AdminUser {
    pub async fn page(db: &mut Conn, before: i64, limit: i64) -> Result<Vec<Self>> {
        let users = sqlx::query_as(
            "SELECT id, name, email, role, banned_at, created_at,
                pronouns,
                time_zone
             FROM users
             WHERE id < ? ORDER BY id DESC LIMIT ?",
        );
        Ok(users.bind(before).bind(limit).fetch_all(db).await?)
    }
}

impl AdminRoom {
    pub async fn page(db: &mut Conn, before: i64, limit: i64) -> Result<Vec<Self>> {
        let rooms = sqlx::query_as(
            "SELECT r.id, r.name, r.kind, r.archived_at IS NOT NULL AS archived, r.last_message_at,
                (SELECT count(*) FROM memberships WHERE room_id = r.id) AS members,
                (SELECT count(*) FROM messages
                 WHERE room_id = r.id AND deleted_at IS NULL) AS messages
             FROM rooms r
             WHERE r.id < ? ORDER BY r.id DESC LIMIT ?",
        );
        Ok(rooms.bind(before).bind(limit).fetch_all(db).await?)
    }
}

impl AdminSession {
    pub async fn page(db: &mut Conn, before: i64, limit: i64) -> Result<Vec<Self>> {
        let sessions = sqlx::query_as(
            "SELECT s.id, s.user_id, u.name AS user, s.user_agent, s.ip, s.created_at, s.last_seen_at
             FROM login_sessions s JOIN users u ON u.id = s.user_id
             WHERE s.id < ? ORDER BY s.id DESC LIMIT ?",
        );
        Ok(sessions.bind(before).bind(limit).fetch_all(db).await?)
    }
}

impl AdminCounts {
    pub async fn read(db: &mut Conn) -> Result<Self> {
        let counts = sqlx::query_as(
            "SELECT
                (SELECT count(*) FROM users) AS users,
                (SELECT count(*) FROM login_sessions) AS sessions,
                (SELECT count(*) FROM rooms) AS rooms,
                (SELECT count(*) FROM messages) AS messages",
        );
        Ok(counts.fetch_one(db).await?)
    }
}
