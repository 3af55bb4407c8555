//! Runs: the assistant's work on its replies, of which the database knows each step.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::markdown;
use crate::model::access::{InRoom, OfRun};
use crate::model::fact::Fact;
use crate::model::room_event::{Kind, RoomEvent};
use crate::unit::{Effect, Unit};

/// One attempt at a reply.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Run {
    pub id: i64,
    pub room_id: i64,
    /// The reply, which exists from the start and grows.
    pub message_id: i64,
    pub prompt_id: i64,
    /// Who asked for it.
    pub user_id: i64,
    pub status: Status,
    /// What went wrong, in a sentence for people.
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Status {
    /// Another reply in the same chat session comes first.
    Queued,
    Streaming,
    Done,
    /// Somebody had enough of it.
    Stopped,
    Failed,
    /// The server ended before the reply did.
    Interrupted,
}

/// How far the assistant got with a message.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct RunStatus {
    pub id: i64,
    pub status: Status,
    pub error: Option<String>,
}

/// What there is of a reply, rendered.
#[derive(Debug)]
pub struct Reply {
    text: String,
    html: String,
}

/// How a run ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    Done,
    Stopped,
    /// With a sentence for people.
    Failed(String),
    Interrupted,
}

impl Reply {
    pub async fn new(text: &str) -> Result<Self> {
        Ok(Self { text: text.to_owned(), html: markdown::render(text).await? })
    }
}

impl Run {
    /// The one with this id.
    ///
    /// # Errors
    /// Not found.
    pub async fn find(db: &mut Conn, id: i64) -> Result<Self> {
        let run = sqlx::query_as(
            "SELECT id, room_id, message_id, prompt_id, user_id, status, error, created_at,
                started_at, finished_at
             FROM runs WHERE id = ?",
        );
        run.bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
    }

    /// The newest run for this prompt.
    pub async fn for_prompt(db: &mut Conn, prompt_id: i64) -> Result<Option<Self>> {
        let run = sqlx::query_as(
            "SELECT id, room_id, message_id, prompt_id, user_id, status, error, created_at,
                started_at, finished_at
             FROM runs WHERE prompt_id = ? ORDER BY id DESC LIMIT 1",
        );
        Ok(run.bind(prompt_id).fetch_optional(db).await?)
    }

    /// The states of several messages' newest runs, by the message's id.
    pub async fn statuses(db: &mut Conn, messages: &[i64]) -> Result<HashMap<i64, RunStatus>> {
        let runs: Vec<(i64, i64, Status, Option<String>)> = sqlx::query_as(
            "SELECT r.message_id, r.id, r.status, r.error FROM json_each(?) wanted
             JOIN runs r ON r.id =
                (SELECT max(id) FROM runs WHERE message_id = wanted.value)",
        )
        .bind(Json(messages))
        .fetch_all(db)
        .await?;
        let status =
            |(message, id, status, error)| (message, RunStatus { id, status, error });
        Ok(runs.into_iter().map(status).collect())
    }

    /// Asks for a reply to a message, which follows it at once and is empty until the run has its turn.
    pub async fn ask(unit: &mut Unit, member: &Fact<InRoom>, prompt_id: i64) -> Result<Self> {
        member.room.must_be_in_use()?;
        let (room_id, user_id) = (member.room.id, member.user.id);
        let message_id: i64 = sqlx::query_scalar(
            "INSERT INTO messages (room_id, role, body, body_html, seq)
             SELECT id, 'assistant', '', '', last_seq + 1
             FROM chat_sessions WHERE id = ? RETURNING id",
        )
        .bind(room_id)
        .fetch_one(unit.db())
        .await?;
        let run = Self::insert(unit, room_id, message_id, prompt_id, user_id).await?;
        run.tell(unit, Kind::MessageCreated).await?;
        Ok(run)
    }

    /// Does it again: empties the reply, and queues a new run for it.
    ///
    /// # Errors
    /// Conflict, unless this is the newest run of its reply, and over.
    pub async fn retry(unit: &mut Unit, of: &Fact<OfRun>) -> Result<Self> {
        of.at.room.must_be_in_use()?;
        let run = &of.run;
        if run.finished_at.is_none() {
            return Err(Error::Conflict("The assistant is still at it.".into()));
        }
        let emptied = sqlx::query(
            "UPDATE messages SET body = '', body_html = ''
             WHERE id = ? AND deleted_at IS NULL
                AND ? = (SELECT max(id) FROM runs WHERE message_id = ?)",
        )
        .bind(run.message_id)
        .bind(run.id)
        .bind(run.message_id)
        .execute(unit.db())
        .await?;
        if emptied.rows_affected() == 0 {
            return Err(Error::Conflict("It was tried again already, or is deleted.".into()));
        }
        let (message_id, prompt_id) = (run.message_id, run.prompt_id);
        let run = Self::insert(unit, run.room_id, message_id, prompt_id, of.at.user.id).await?;
        run.tell(unit, Kind::MessageEdited).await?;
        Ok(run)
    }

    async fn insert(
        unit: &mut Unit,
        room_id: i64,
        message_id: i64,
        prompt_id: i64,
        user_id: i64,
    ) -> Result<Self> {
        let run: Self = sqlx::query_as(
            "INSERT INTO runs (room_id, message_id, prompt_id, user_id)
             VALUES (?, ?, ?, ?) RETURNING id, room_id, message_id, prompt_id, user_id, status, error, created_at,
                started_at, finished_at",
        )
        .bind(room_id)
        .bind(message_id)
        .bind(prompt_id)
        .bind(user_id)
        .fetch_one(unit.db())
        .await?;
        unit.then(Effect::StartRun(run.id));
        Ok(run)
    }

    /// Has the run begin to stream whose turn it is in the chat session of this one, unless another one streams.
    pub async fn claim(unit: &mut Unit, id: i64) -> Result<Option<Self>> {
        let run: Option<Self> = sqlx::query_as(
            "UPDATE runs SET status = 'streaming',
                started_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE id = (
                SELECT next.id FROM runs this JOIN runs next ON next.room_id = this.room_id
                WHERE this.id = ? AND next.status = 'queued' AND next.finished_at IS NULL
                ORDER BY next.id LIMIT 1
             ) AND NOT EXISTS (
                SELECT 1 FROM runs other WHERE other.room_id = runs.room_id
                    AND other.status = 'streaming' AND other.finished_at IS NULL
             ) RETURNING id, room_id, message_id, prompt_id, user_id, status, error, created_at,
                started_at, finished_at",
        )
        .bind(id)
        .fetch_optional(unit.db())
        .await?;
        if let Some(run) = &run {
            run.tell(unit, Kind::RunStarted).await?;
        }
        Ok(run)
    }

    /// Keeps what is there of the reply, and tells whether anybody still wants more.
    pub async fn save(&self, unit: &mut Unit, reply: &Reply) -> Result<bool> {
        let saved = sqlx::query(
            "UPDATE messages SET body = ?, body_html = ?
             WHERE id = ? AND deleted_at IS NULL
                AND EXISTS (SELECT 1 FROM runs WHERE id = ? AND status = 'streaming')",
        )
        .bind(&reply.text)
        .bind(&reply.html)
        .bind(self.message_id)
        .bind(self.id)
        .execute(unit.db())
        .await?;
        Ok(saved.rows_affected() > 0)
    }

    /// Ends it, unless it is over already, and lets the next one in the chat session begin. Without the whole reply, what
    /// was saved of it stays.
    pub async fn finish(&self, unit: &mut Unit, reply: Option<&Reply>, end: &End) -> Result<()> {
        if let Some(reply) = reply {
            self.save(unit, reply).await?;
        }
        let run: Option<Self> = sqlx::query_as(
            "UPDATE runs SET status = ?, error = ?,
                finished_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE id = ? AND finished_at IS NULL RETURNING id, room_id, message_id, prompt_id, user_id, status, error, created_at,
                started_at, finished_at",
        )
        .bind(end.status())
        .bind(end.error())
        .bind(self.id)
        .fetch_optional(unit.db())
        .await?;
        let Some(run) = run else { return Ok(()) };
        run.tell(unit, Kind::RunFinished).await?;
        let next = sqlx::query_scalar(
            "SELECT id FROM runs
             WHERE room_id = ? AND status = 'queued' AND finished_at IS NULL ORDER BY id LIMIT 1",
        );
        if let Some(next) = next.bind(self.room_id).fetch_optional(unit.db()).await? {
            unit.then(Effect::StartRun(next));
        }
        Ok(())
    }

    /// Every run that is not over; in a room the oldest first.
    pub async fn unfinished(db: &mut Conn) -> Result<Vec<Self>> {
        let runs = sqlx::query_as(
            "SELECT id, room_id, message_id, prompt_id, user_id, status, error, created_at,
                started_at, finished_at
             FROM runs WHERE finished_at IS NULL AND status IN ('queued', 'streaming') ORDER BY id",
        );
        Ok(runs.fetch_all(db).await?)
    }

    /// How many replies this person has under way, and asked for within an hour.
    pub async fn usage(db: &mut Conn, user_id: i64) -> Result<(u32, u32)> {
        let usage = sqlx::query_as(
            "SELECT
                (SELECT count(*) FROM runs WHERE user_id = ?1 AND finished_at IS NULL),
                (SELECT count(*) FROM runs WHERE user_id = ?1 AND created_at >
                    strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-1 hour'))",
        );
        Ok(usage.bind(user_id).fetch_one(db).await?)
    }

    async fn tell(&self, unit: &mut Unit, kind: Kind) -> Result<()> {
        let detail = Some(json!({ "run": self.id, "status": self.status, "error": self.error }));
        RoomEvent::append(unit, self.room_id, kind, Some(self.message_id), None, detail).await
    }
}

impl End {
    fn status(&self) -> Status {
        match self {
            Self::Done => Status::Done,
            Self::Stopped => Status::Stopped,
            Self::Failed(_) => Status::Failed,
            Self::Interrupted => Status::Interrupted,
        }
    }

    fn error(&self) -> Option<&str> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}
