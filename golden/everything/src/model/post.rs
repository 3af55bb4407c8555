//! Posts: what is said in a channel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::markdown;
use crate::model::access::{InRoom, OfMessage};
use crate::model::fact::Fact;
use crate::model::reaction::Reaction;
use crate::model::reply_to::ReplyTo;
use crate::model::room_event::{Kind, RoomEvent};
use crate::model::run_status::RunStatus;
use crate::model::search;
use crate::text;
use crate::unit::{Effect, Unit};

use crate::model::extended::PostFields;

use crate::model::participation::Role;

/// The longest text that a person may send, in characters.
pub const MAX_BODY: usize = 16_000;

/// The author of what no user wrote.
pub const NOBODY: &str = "Iris";

/// a post as the database has it, and as JSON shows it.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Post {
    pub id: i64,
    pub room_id: i64,
    /// The number of the event that announced it; in a room, the order of these is the order of the ids.
    pub seq: i64,
    pub user_id: Option<i64>,
    /// `user`, or another of the schema's roles.
    pub role: String,
    pub client_id: Option<String>,
    /// The message that it answers.
    pub reply_to_id: Option<i64>,
    /// Markdown, as it was sent.
    pub body: String,
    /// The same as HTML that is safe to show.
    #[serde(rename = "html")]
    pub body_html: String,
    pub created_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    #[serde(rename = "deleted", serialize_with = "is_some")]
    #[schema(value_type = bool)]
    pub deleted_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub fields: PostFields,
}

/// a post with all that is shown around it; the same for everybody who sees it.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct MessageItem {
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub message: Post,
    pub author: String,
    /// What it answers.
    #[sqlx(skip)]
    pub reply_to: Option<ReplyTo>,
    #[sqlx(skip)]
    pub reactions: Vec<Reaction>,
    /// How far the assistant got with it.
    #[sqlx(skip)]
    pub run: Option<RunStatus>,
}

/// What a person sends.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct NewMessage {
    pub body: String,
    /// Any text of up to 64 characters that this sender has not used in this room. Sending the same again with it stores
    /// nothing, and answers with what was stored.
    pub client_id: Option<String>,
    /// A message of the same room that this one answers.
    pub reply_to_id: Option<i64>,
    #[serde(flatten)]
    #[schema(value_type = PostFields)]
    pub fields: Map<String, Value>,
}

/// A text that is checked and rendered, which takes too long for a unit of work.
#[derive(Debug)]
pub struct Body {
    text: String,
    html: String,
}

/// A message that is ready to be sent.
#[derive(Debug)]
pub struct Prepared {
    body: Body,
    client_id: Option<String>,
    reply_to_id: Option<i64>,
    fields: Map<String, Value>,
}

/// What sending came to.
pub enum Sent {
    Stored(i64),
    /// It had been stored already.
    Known(i64),
}

impl Body {
    /// # Errors
    /// Invalid, where there is nothing to read in it, or too much.
    pub async fn new(text: &str) -> Result<Self> {
        let text = check(text, None)?;
        let html = markdown::render(&text).await?;
        Ok(Self { text, html })
    }
}

impl NewMessage {
    /// # Errors
    /// Invalid, where the text or the client id is.
    pub async fn prepare(self) -> Result<Prepared> {
        let text = check(&self.body, self.client_id.as_deref())?;
        let html = markdown::render(&text).await?;
        let body = Body { text, html };
        let (client_id, reply_to_id) = (self.client_id, self.reply_to_id);
        Ok(Prepared { body, client_id, reply_to_id, fields: self.fields })
    }
}

impl Prepared {
    pub fn text(&self) -> &str {
        &self.body.text
    }
}

impl Post {
    /// Stores what a person says.
    ///
    /// # Errors
    /// Conflict, where nothing is to be written any more, or if the sender has used the client id for another text; invalid,
    /// where what it answers is not in the room.
    pub async fn send(unit: &mut Unit, member: &Fact<InRoom>, new: &Prepared) -> Result<Sent> {
        let (room_id, user, body) = (member.room.id, member.user.id, &new.body);
        if let Some(known) = Self::by_client_id(unit.db(), room_id, user, new).await? {
            let changed = known.edited_at.is_some() || known.deleted_at.is_some();
            if known.body != body.text && !changed {
                return Err(Error::Conflict("This client_id has another text already.".into()));
            }
            // Whoever asks again may be the first to hear of it.
            unit.then(Effect::Publish(room_id));
            return Ok(Sent::Known(known.id));
        }
        member.room.must_be_in_use()?;
        if let Some(id) = new.reply_to_id {
            must_be_of(unit.db(), room_id, id).await?;
        }
        let message_id = sqlx::query_scalar(
            "INSERT INTO posts (room_id, user_id, client_id, reply_to_id, body, body_html, seq)
             SELECT id, ?, ?, ?, ?, ?, last_seq + 1 FROM chat_channels WHERE id = ? RETURNING id",
        )
        .bind(user)
        .bind(&new.client_id)
        .bind(new.reply_to_id)
        .bind(&body.text)
        .bind(&body.html)
        .bind(room_id)
        .fetch_one(unit.db())
        .await?;
        PostFields::store(unit.db(), message_id, &new.fields).await?;
        let created = Kind::MessageCreated;
        RoomEvent::append(unit, room_id, created, Some(message_id), Some(user), None).await?;
        search::index(unit.db(), message_id).await?;
        Ok(Sent::Stored(message_id))
    }

    /// The one with this id.
    ///
    /// # Errors
    /// Not found.
    pub async fn find(db: &mut Conn, id: i64) -> Result<Self> {
        let message = sqlx::query_as(
            "SELECT id, room_id, seq, user_id, role, client_id, reply_to_id, body, body_html, created_at,
                edited_at, deleted_at, pinned
             FROM posts WHERE id = ?",
        );
        message.bind(id).fetch_optional(db).await?.ok_or(Error::NotFound)
    }

    /// Replaces the text of one's own.
    pub async fn edit(unit: &mut Unit, of: &Fact<OfMessage>, body: &Body) -> Result<()> {
        may_edit(of)?;
        let message = &of.message;
        if message.body == body.text {
            return Ok(());
        }
        sqlx::query(
            "UPDATE posts SET body = ?, body_html = ?,
                edited_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE id = ?",
        )
        .bind(&body.text)
        .bind(&body.html)
        .bind(message.id)
        .execute(unit.db())
        .await?;
        search::index(unit.db(), message.id).await?;
        tell(unit, of, Kind::MessageEdited).await
    }

    /// Changes what the schema adds to one's own.
    pub async fn set(
        unit: &mut Unit,
        of: &Fact<OfMessage>,
        given: &Map<String, Value>,
    ) -> Result<()> {
        if given.is_empty() {
            return Ok(());
        }
        may_edit(of)?;
        PostFields::store(unit.db(), of.message.id, given).await?;
        tell(unit, of, Kind::MessageEdited).await
    }

    /// Leaves a tombstone: the text is gone, its place in the history stays.
    ///
    /// # Errors
    /// Forbidden, unless it is one's own, or one is an owner or an administrator.
    pub async fn delete(unit: &mut Unit, of: &Fact<OfMessage>) -> Result<()> {
        let at = &of.at;
        if !(of.is_own() || at.membership.role == Role::Owner || at.user.is_admin()) {
            return Err(Error::Forbidden("Only its author or an owner may delete it."));
        }
        if of.message.deleted_at.is_some() {
            return Ok(());
        }
        sqlx::query(
            "UPDATE posts SET body = '', body_html = '',
                deleted_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
             WHERE id = ?",
        )
        .bind(of.message.id)
        .execute(unit.db())
        .await?;
        Reaction::clear(unit.db(), of.message.id).await?;
        tell(unit, of, Kind::MessageDeleted).await
    }

    async fn by_client_id(
        db: &mut Conn,
        room_id: i64,
        user_id: i64,
        new: &Prepared,
    ) -> Result<Option<Self>> {
        let known = sqlx::query_as(
            "SELECT id, room_id, seq, user_id, role, client_id, reply_to_id, body, body_html, created_at,
                edited_at, deleted_at, pinned
             FROM posts WHERE room_id = ? AND user_id = ? AND client_id = ?",
        )
        .bind(room_id)
        .bind(user_id)
        .bind(&new.client_id)
        .fetch_optional(db)
        .await?;
        Ok(known)
    }
}

fn may_edit(of: &OfMessage) -> Result<()> {
    if !of.is_own() {
        return Err(Error::Forbidden("Only its author may change it."));
    }
    of.must_be_there()?;
    of.at.room.must_be_in_use()
}

/// A deleted one can still be answered: somebody may have been writing.
async fn must_be_of(db: &mut Conn, room_id: i64, id: i64) -> Result<()> {
    let there = sqlx::query_scalar(
        "SELECT EXISTS (
            SELECT 1 FROM posts
            WHERE id = ? AND room_id = ?
         )",
    );
    let there: bool = there.bind(id).bind(room_id).fetch_one(db).await?;
    let refused = || Error::field("reply_to_id", "There is nothing with this id here.");
    there.then_some(()).ok_or_else(refused)
}

async fn tell(unit: &mut Unit, of: &OfMessage, kind: Kind) -> Result<()> {
    let (message, actor) = (&of.message, Some(of.at.user.id));
    RoomEvent::append(unit, message.room_id, kind, Some(message.id), actor, None).await
}

/// The text as it is stored: without characters that control something, and without blanks at the end.
fn check(body: &str, client_id: Option<&str>) -> Result<String> {
    let body = text::cleaned(body);
    let body = body.trim_end().trim_start_matches('\n').to_owned();
    let mut problems = Problems::default();
    problems.check(text::is_visible(&body), "body", "Write something.");
    let fits = body.chars().count() <= MAX_BODY;
    problems.check(fits, "body", format!("Use at most {MAX_BODY} characters."));
    let plain = client_id.is_none_or(|id| !id.contains(char::is_control));
    let good = plain && client_id.is_none_or(|id| (1..=64).contains(&id.chars().count()));
    problems.check(good, "client_id", "Use 1 to 64 characters that can be seen.");
    problems.into_result()?;
    Ok(body)
}

fn is_some<T, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(value.is_some())
}
