//! A person's own chat sessions, as their list shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::unit::{Effect, Unit};

use crate::model::membership::Role;

use crate::model::chat_session::ChatSession;

/// a chat session with what its member has yet to read.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Joined {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub room: ChatSession,
    /// What the member calls it: its name, or the other person's in a direct one.
    pub title: String,
    pub role: Role,
    pub last_read_seq: i64,
    /// Messages by other people that the member has not seen; 100 stands for any larger number too.
    pub unread: i64,
    pub last_author: Option<String>,
    /// The beginning of the last message.
    pub last_text: Option<String>,
    /// Its place in the list: a number that grows, since a clock may be set back.
    #[serde(skip)]
    pub activity_seq: i64,
}

impl Joined {
    /// A page of a person's own, in use or archived, the latest first.
    ///
    /// # Errors
    /// Bad request, where `before` is not the cursor of another one.
    pub async fn page(
        db: &mut Conn,
        user_id: i64,
        archived: bool,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Self>> {
        let before = match before {
            Some(cursor) => position(cursor)?,
            None => i64::MAX,
        };
        // CROSS JOIN: from the person's own to their places, not through all there are.
        let page = sqlx::query_as(
            "WITH page AS (
                SELECT r.id, r.activity_seq, p.role, p.last_read_seq
                FROM memberships p CROSS JOIN chat_sessions r ON r.id = p.room_id
                WHERE p.user_id = ?1 AND (r.archived_at IS NOT NULL) = ?2
                    AND r.activity_seq < ?3
                ORDER BY r.activity_seq DESC LIMIT ?4
             )
             SELECT r.id, r.name, r.kind, r.created_by, r.archived_at, r.last_seq,
                r.last_message_at, r.created_at, r.updated_at,
                r.assistant_answers,
                r.topic,
                page.activity_seq, page.role, page.last_read_seq, author.name AS last_author,
                substr(last.body, 1, 120) AS last_text,
                CASE r.kind WHEN 'direct' THEN (
                    SELECT u.name FROM memberships o
                    JOIN users u ON u.id = o.user_id
                    WHERE o.room_id = r.id AND o.user_id <> ?1
                ) ELSE r.name END AS title,
                (SELECT count(*) FROM (
                    SELECT 1 FROM messages
                    WHERE room_id = r.id AND seq > page.last_read_seq
                        AND deleted_at IS NULL AND user_id <> ?1 LIMIT 100
                )) AS unread
             FROM page JOIN chat_sessions r ON r.id = page.id
             LEFT JOIN messages last ON last.id = (
                SELECT id FROM messages WHERE room_id = r.id AND deleted_at IS NULL
                ORDER BY seq DESC LIMIT 1
             )
             LEFT JOIN users author ON author.id = last.user_id
             ORDER BY page.activity_seq DESC",
        )
        .bind(user_id)
        .bind(archived)
        .bind(before)
        .bind(limit)
        .fetch_all(db)
        .await?;
        Ok(page)
    }

    /// Has all members told that one of theirs is not as it was.
    pub async fn changed(unit: &mut Unit, room_id: i64) -> Result<()> {
        let members = sqlx::query_scalar(
            "SELECT user_id FROM memberships
             WHERE room_id = ?",
        );
        let members = members.bind(room_id).fetch_all(unit.db()).await?;
        unit.then(Effect::RoomsChanged(members));
        Ok(())
    }

    /// Where the page after this one begins.
    pub fn cursor(&self) -> String {
        self.activity_seq.to_string()
    }
}

fn position(cursor: &str) -> Result<i64> {
    let wrong = || Error::BadRequest("before is not a cursor that this list gave out.".into());
    cursor.parse().map_err(|_| wrong())
}
