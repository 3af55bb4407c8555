//! Messages over the API.

use axum::Json;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::assistant::Assistant;
use crate::error::{Error, Result};
use crate::http::auth::CurrentUser;
use crate::http::in_room::{AtRoom, InRoom};
use crate::model::history::{History, Place};

use crate::model::membership::Role;

use crate::model::message::Message;

use crate::model::message::{MessageItem, NewMessage, Sent};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, send)).routes(routes!(show, edit, delete))
}

/// A message in a chat session of the caller; the path names it as `message_id`.
pub struct OfMessage {
    pub message: Message,
    pub at: InRoom,
}

#[derive(Deserialize)]
struct MessagePath {
    message_id: i64,
}

#[derive(Deserialize, ToSchema)]
struct NewBody {
    body: String,
}

/// A page of the history
#[utoipa::path(get, path = "/api/chat-sessions/{room_id}/messages", tag = "Messages",
    params(("room_id" = i64, Path), Place), responses((status = OK, body = History), (status = NOT_FOUND)))]
async fn list(
    State(app): State<App>,
    at: AtRoom,
    Query(place): Query<Place>,
) -> Result<Json<History>> {
    let mut db = app.read().await?;
    Ok(Json(History::page(&mut db, at.room.id, &place).await?))
}

/// Sends one
///
/// With a `client_id` it can be sent again without fear: it is stored once.
#[utoipa::path(post, path = "/api/chat-sessions/{room_id}/messages", tag = "Messages",
    params(("room_id" = i64, Path)), request_body = NewMessage,
    responses((status = CREATED, body = MessageItem), (status = OK, description = "It was stored already", body = MessageItem),
        (status = NOT_FOUND), (status = CONFLICT, description = "The client id has another text already")))]
async fn send(
    State(app): State<App>,
    at: InRoom,
    Json(new): Json<NewMessage>,
) -> Result<(StatusCode, Json<MessageItem>)> {
    at.room.must_be_in_use()?;
    let (room, me) = (at.room.id, at.user.user.id);
    let mut unit = app.begin().await?;
    let sent = Message::send(&mut unit, room, me, &new).await?;
    if let Sent::Stored(id) = sent {
        Assistant::answer(&mut unit, &at.room, at.user.user.id, id).await?;
    }
    let (status, id) = match sent {
        Sent::Stored(id) => (StatusCode::CREATED, id),
        Sent::Known(id) => (StatusCode::OK, id),
    };
    let item = MessageItem::find(unit.db(), id).await?;
    unit.commit().await?;
    Ok((status, Json(item)))
}

/// One
#[utoipa::path(get, path = "/api/messages/{message_id}", tag = "Messages", params(("message_id" = i64, Path)),
    responses((status = OK, body = MessageItem), (status = NOT_FOUND)))]
async fn show(State(app): State<App>, of: OfMessage) -> Result<Json<MessageItem>> {
    let mut db = app.read().await?;
    Ok(Json(MessageItem::find(&mut db, of.message.id).await?))
}

/// Replaces the text of one's own
#[utoipa::path(patch, path = "/api/messages/{message_id}", tag = "Messages", params(("message_id" = i64, Path)),
    request_body = NewBody,
    responses((status = OK, body = MessageItem), (status = FORBIDDEN), (status = NOT_FOUND), (status = CONFLICT)))]
async fn edit(
    State(app): State<App>,
    of: OfMessage,
    Json(new): Json<NewBody>,
) -> Result<Json<MessageItem>> {
    if !of.is_own() {
        return Err(Error::Forbidden("Only its author may change it."));
    }
    of.at.room.must_be_in_use()?;
    let mut unit = app.begin().await?;
    of.message.edit(&mut unit, of.at.user.user.id, &new.body).await?;
    let item = MessageItem::find(unit.db(), of.message.id).await?;
    unit.commit().await?;
    Ok(Json(item))
}

/// Deletes one's own, or as an owner or administrator anybody's
#[utoipa::path(delete, path = "/api/messages/{message_id}", tag = "Messages", params(("message_id" = i64, Path)),
    responses((status = NO_CONTENT), (status = FORBIDDEN), (status = NOT_FOUND)))]
async fn delete(State(app): State<App>, of: OfMessage) -> Result<StatusCode> {
    let user = &of.at.user.user;
    if !(of.is_own() || of.at.membership.role == Role::Owner || user.is_admin()) {
        return Err(Error::Forbidden("Only its author or an owner may delete it."));
    }
    let mut unit = app.begin().await?;
    of.message.delete(&mut unit, user.id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl OfMessage {
    fn is_own(&self) -> bool {
        self.message.user_id == Some(self.at.user.user.id)
    }
}

impl FromRequestParts<App> for OfMessage {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let user = CurrentUser::from_request_parts(parts, app).await?;
        let path = Path::<MessagePath>::from_request_parts(parts, app).await;
        let Path(MessagePath { message_id }) = path.map_err(|_| Error::NotFound)?;
        let mut db = app.read().await?;
        let message = Message::find(&mut db, message_id).await?;
        drop(db);
        let at = InRoom::of(AtRoom::of(app, user, message.room_id).await?)?;
        Ok(Self { message, at })
    }
}
