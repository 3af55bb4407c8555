//! What runs make: replies, which grow, and may go on after they ended early.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::markdown;
use crate::model::access::{InRoom, OfRun};
use crate::model::fact::Fact;
use crate::model::room_event::Kind;
use crate::model::run::Run;
use crate::model::run_status::Status;
use crate::unit::Unit;

/// What there is of a reply, rendered.
#[derive(Debug)]
pub struct Reply {
    text: String,
    html: String,
    thoughts: String,
}

impl Reply {
    pub async fn new(text: &str, thoughts: &str) -> Result<Self> {
        let html = markdown::render(text).await?;
        Ok(Self { text: text.to_owned(), html, thoughts: thoughts.to_owned() })
    }
}

impl Run {
    /// What there is of the reply, and of the thoughts, before the run begins.
    pub async fn begun(&self, db: &mut Conn) -> Result<(String, String)> {
        let begun = sqlx::query_as(
            "SELECT m.body, r.thoughts FROM runs r JOIN messages m ON m.id = r.message_id
             WHERE r.id = ?",
        );
        Ok(begun.bind(self.id).fetch_one(db).await?)
    }

    /// Whether whoever asked may still hear the answer: not locked out, and in a chat session that is in use.
    pub async fn is_wanted(&self, db: &mut Conn) -> Result<bool> {
        let wanted = sqlx::query_scalar(
            "SELECT EXISTS (
                SELECT 1 FROM memberships p JOIN users u ON u.id = p.user_id
                JOIN chat_sessions r ON r.id = p.room_id
                WHERE p.room_id = ? AND p.user_id = ?
                    AND u.banned_at IS NULL AND r.archived_at IS NULL
             )",
        );
        Ok(wanted.bind(self.room_id).bind(self.user_id).fetch_one(db).await?)
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
        let saved = saved.rows_affected() > 0;
        if saved && !reply.thoughts.is_empty() {
            let thought = sqlx::query("UPDATE runs SET thoughts = ? WHERE id = ?");
            thought.bind(&reply.thoughts).bind(self.id).execute(unit.db()).await?;
        }
        Ok(saved)
    }

    /// Says in the place of a reply why there is none yet. It can be tried again.
    pub async fn refuse(
        unit: &mut Unit,
        member: &Fact<InRoom>,
        prompt_id: i64,
        why: &str,
    ) -> Result<()> {
        let message_id = Self::empty_reply(unit, member.room.id).await?;
        let run_id = sqlx::query_scalar(
            "INSERT INTO runs
                (room_id, message_id, prompt_id, user_id, status, error, finished_at)
             VALUES (?, ?, ?, ?, 'failed', ?, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
             RETURNING id",
        )
        .bind(member.room.id)
        .bind(message_id)
        .bind(prompt_id)
        .bind(member.user.id)
        .bind(why)
        .fetch_one(unit.db())
        .await?;
        let run = Self::find(unit.db(), run_id).await?;
        run.tell(unit, Kind::MessageCreated).await
    }

    /// Goes on with a reply that ended early: queues a new run, which adds to what there is.
    ///
    /// # Errors
    /// Conflict, unless this is the newest run of its reply, and ended early with some text.
    pub async fn go_on(unit: &mut Unit, of: &Fact<OfRun>) -> Result<Self> {
        of.at.room.must_be_in_use()?;
        let ended = &of.run;
        match ended.status {
            Status::Queued | Status::Streaming => {
                return Err(Error::Conflict("The assistant is still at it.".into()));
            }
            Status::Done => return Err(Error::Conflict("The reply is whole.".into())),
            _ => {}
        }
        let begun = sqlx::query_scalar(
            "SELECT EXISTS (
                SELECT 1 FROM messages WHERE id = ? AND deleted_at IS NULL AND body <> ''
                    AND ? = (SELECT max(id) FROM runs WHERE message_id = ?)
             )",
        );
        let begun = begun.bind(ended.message_id).bind(ended.id).bind(ended.message_id);
        if !begun.fetch_one(unit.db()).await? {
            let why = "It went on already, is deleted, or has no text to go on from.";
            return Err(Error::Conflict(why.into()));
        }
        let (message_id, prompt_id) = (ended.message_id, ended.prompt_id);
        let run = Self::insert(unit, ended.room_id, message_id, prompt_id, of.at.user.id).await?;
        if !ended.thoughts.is_empty() {
            let thought = sqlx::query("UPDATE runs SET thoughts = ? WHERE id = ?");
            thought.bind(&ended.thoughts).bind(run.id).execute(unit.db()).await?;
        }
        run.tell(unit, Kind::MessageEdited).await?;
        Self::find(unit.db(), run.id).await
    }
}
