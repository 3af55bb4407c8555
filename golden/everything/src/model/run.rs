//! Runs: the assistant's work on its replies, of which the database knows each step.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::access::{InRoom, OfRun};
use crate::model::fact::Fact;
use crate::model::room_event::{Kind, RoomEvent};
use crate::model::run_reply::Reply;
use crate::model::run_status::{End, RunStatus, Status};
use crate::model::search;
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
    /// `queued`, `streaming`, `done`, `cut`, `stopped`, `failed` or `interrupted`.
    #[schema(value_type = String)]
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// What went wrong, or why it ended early, in a sentence for people.
    pub error: Option<String>,
    /// What was thought on the way to the reply; no part of it.
    pub thoughts: String,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Newest {
    message_id: i64,
    #[sqlx(flatten)]
    status: RunStatus,
}

impl Run {
    /// The one with this id.
    ///
    /// # Errors
    /// Not found.
    pub async fn find(db: &mut Conn, id: i64) -> Result<Self> {
        let run = sqlx::query_as(
            "SELECT id, room_id, message_id, prompt_id, user_id, status, error,
                thoughts, created_at, started_at, finished_at
             FROM runs WHERE id = ?",
        );
        run.bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
    }

    /// The newest run for this prompt.
    pub async fn for_prompt(db: &mut Conn, prompt_id: i64) -> Result<Option<Self>> {
        let run = sqlx::query_as(
            "SELECT id, room_id, message_id, prompt_id, user_id, status, error,
                thoughts, created_at, started_at, finished_at
             FROM runs WHERE prompt_id = ? ORDER BY id DESC LIMIT 1",
        );
        Ok(run.bind(prompt_id).fetch_optional(db).await?)
    }

    /// The states of several messages' newest runs, by the message's id.
    pub async fn statuses(db: &mut Conn, messages: &[i64]) -> Result<HashMap<i64, RunStatus>> {
        let runs = sqlx::query_as(
            "SELECT r.message_id, r.id, r.status, r.error, r.thoughts FROM json_each(?) wanted
             JOIN runs r ON r.id =
                (SELECT max(id) FROM runs WHERE message_id = wanted.value)",
        );
        let runs: Vec<Newest> = runs.bind(Json(messages)).fetch_all(db).await?;
        Ok(runs.into_iter().map(|run| (run.message_id, run.status)).collect())
    }

    /// Asks for a reply to a message, which follows it at once and is empty until the run has its turn.
    pub async fn ask(unit: &mut Unit, member: &Fact<InRoom>, prompt_id: i64) -> Result<Self> {
        member.room.must_be_in_use()?;
        let (room_id, user_id) = (member.room.id, member.user.id);
        let message_id = Self::empty_reply(unit, room_id).await?;
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
            "UPDATE posts SET body = '', body_html = ''
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

    pub(super) async fn empty_reply(unit: &mut Unit, room_id: i64) -> Result<i64> {
        let message_id = sqlx::query_scalar(
            "INSERT INTO posts (room_id, role, body, body_html, seq)
             SELECT id, 'assistant', '', '', last_seq + 1
             FROM chat_channels WHERE id = ? RETURNING id",
        );
        Ok(message_id.bind(room_id).fetch_one(unit.db()).await?)
    }

    pub(super) async fn insert(
        unit: &mut Unit,
        room_id: i64,
        message_id: i64,
        prompt_id: i64,
        user_id: i64,
    ) -> Result<Self> {
        let run: Self = sqlx::query_as(
            "INSERT INTO runs (room_id, message_id, prompt_id, user_id)
             VALUES (?, ?, ?, ?)
             RETURNING id, room_id, message_id, prompt_id, user_id, status, error,
                thoughts, created_at, started_at, finished_at",
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

    /// Has the run begin to stream whose turn it is in the channel of this one, unless another one streams. One
    /// that nobody may hear any more ends instead, and lets the next one begin.
    pub async fn claim(unit: &mut Unit, id: i64) -> Result<Option<Self>> {
        let next: Option<Self> = sqlx::query_as(
            "SELECT next.id, next.room_id, next.message_id, next.prompt_id, next.user_id, next.status,
                next.error, next.thoughts, next.created_at, next.started_at, next.finished_at
             FROM runs this JOIN runs next ON next.room_id = this.room_id
             WHERE this.id = ? AND next.status = 'queued' AND next.finished_at IS NULL
                AND NOT EXISTS (
                    SELECT 1 FROM runs other WHERE other.room_id = this.room_id
                        AND other.status = 'streaming' AND other.finished_at IS NULL
                )
             ORDER BY next.id LIMIT 1",
        )
        .bind(id)
        .fetch_optional(unit.db())
        .await?;
        let Some(next) = next else { return Ok(None) };
        if !next.is_wanted(unit.db()).await? {
            next.finish(unit, None, &End::Stopped).await?;
            return Ok(None);
        }
        let run: Self = sqlx::query_as(
            "UPDATE runs SET status = 'streaming',
                started_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE id = ?
             RETURNING id, room_id, message_id, prompt_id, user_id, status, error,
                thoughts, created_at, started_at, finished_at",
        )
        .bind(next.id)
        .fetch_one(unit.db())
        .await?;
        run.tell(unit, Kind::RunStarted).await?;
        Ok(Some(run))
    }

    /// Ends it, unless it is over already, and lets the next one in the channel begin. `reply` is all of it;
    /// without it, what was saved stays.
    pub async fn finish(&self, unit: &mut Unit, reply: Option<&Reply>, end: &End) -> Result<()> {
        if let Some(reply) = reply {
            self.save(unit, reply).await?;
        }
        let run: Option<Self> = sqlx::query_as(
            "UPDATE runs SET status = ?, error = ?,
                finished_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE id = ? AND finished_at IS NULL
             RETURNING id, room_id, message_id, prompt_id, user_id, status, error,
                thoughts, created_at, started_at, finished_at",
        )
        .bind(end.status().as_str())
        .bind(end.error())
        .bind(self.id)
        .fetch_optional(unit.db())
        .await?;
        let Some(run) = run else { return Ok(()) };
        search::index(unit.db(), self.message_id).await?;
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
            "SELECT id, room_id, message_id, prompt_id, user_id, status, error,
                thoughts, created_at, started_at, finished_at
             FROM runs WHERE finished_at IS NULL AND status IN ('queued', 'streaming') ORDER BY id",
        );
        Ok(runs.fetch_all(db).await?)
    }

    /// How many replies this person has under way, and asked for within an hour. Those that were refused do not count.
    pub async fn usage(db: &mut Conn, user_id: i64) -> Result<(u32, u32)> {
        let usage = sqlx::query_as(
            "SELECT
                (SELECT count(*) FROM runs WHERE user_id = ?1 AND finished_at IS NULL),
                (SELECT count(*) FROM runs WHERE user_id = ?1 AND created_at >
                    strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-1 hour')
                    AND NOT (status = 'failed' AND started_at IS NULL))",
        );
        Ok(usage.bind(user_id).fetch_one(db).await?)
    }

    pub(super) async fn tell(&self, unit: &mut Unit, kind: Kind) -> Result<()> {
        let detail = Some(json!({ "run": self.id, "status": self.status, "error": self.error }));
        RoomEvent::append(unit, self.room_id, kind, Some(self.message_id), None, detail).await
    }
}
