//! Posts over the API.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::assistant::Assistant;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::model::access::{AtRoom, InRoom, OfMessage};
use crate::model::history::{History, Place};

use crate::model::extended::PostFields;

use crate::model::post::Post;

use crate::model::post::{Body, MessageItem, NewMessage, Sent};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, send)).routes(routes!(show, edit, delete))
}

#[derive(Deserialize, ToSchema)]
struct NewBody {
    body: Option<String>,
    #[serde(flatten)]
    #[schema(value_type = PostFields)]
    fields: Map<String, Value>,
}

/// A page of the history
#[utoipa::path(get, path = "/api/channels/{room_id}/messages", tag = "Posts",
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
#[utoipa::path(post, path = "/api/channels/{room_id}/messages", tag = "Posts",
    params(("room_id" = i64, Path)), request_body = NewMessage,
    responses((status = CREATED, body = MessageItem), (status = OK, description = "It was stored already", body = MessageItem),
        (status = NOT_FOUND), (status = CONFLICT, description = "The client id has another text already")))]
async fn send(
    State(app): State<App>,
    at: InRoom,
    by: CurrentUser,
    Json(new): Json<NewMessage>,
) -> Result<(StatusCode, Json<MessageItem>)> {
    app.limits.send(by.user.id)?;
    let new = new.prepare().await?;
    let addressed = Assistant::is_addressed(new.text());
    let mut unit = app.begin().await?;
    let member = InRoom::fact(&mut unit, &by, at.room.id).await?;
    let sent = Post::send(&mut unit, &member, &new).await?;
    match sent {
        Sent::Stored(id) => Assistant::answer(&mut unit, &member, id, addressed).await?,
        Sent::Known(id) => Assistant::start_again(&mut unit, id).await?,
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
#[utoipa::path(get, path = "/api/messages/{message_id}", tag = "Posts", params(("message_id" = i64, Path)),
    responses((status = OK, body = MessageItem), (status = NOT_FOUND)))]
async fn show(State(app): State<App>, of: OfMessage) -> Result<Json<MessageItem>> {
    let mut db = app.read().await?;
    Ok(Json(MessageItem::find(&mut db, of.message.id).await?))
}

/// Replaces the text of one's own
#[utoipa::path(patch, path = "/api/messages/{message_id}", tag = "Posts", params(("message_id" = i64, Path)),
    request_body = NewBody,
    responses((status = OK, body = MessageItem), (status = FORBIDDEN), (status = NOT_FOUND), (status = CONFLICT)))]
async fn edit(
    State(app): State<App>,
    of: OfMessage,
    by: CurrentUser,
    Json(new): Json<NewBody>,
) -> Result<Json<MessageItem>> {
    app.limits.send(by.user.id)?;
    let body = match &new.body {
        Some(body) => Some(Body::new(body).await?),
        None => None,
    };
    let mut unit = app.begin().await?;
    let of = OfMessage::fact(&mut unit, &by, of.message.id).await?;
    if let Some(body) = &body {
        Post::edit(&mut unit, &of, body).await?;
    }
    Post::set(&mut unit, &of, &new.fields).await?;
    let item = MessageItem::find(unit.db(), of.message.id).await?;
    unit.commit().await?;
    Ok(Json(item))
}

/// Deletes one's own, or as an owner or administrator anybody's
#[utoipa::path(delete, path = "/api/messages/{message_id}", tag = "Posts", params(("message_id" = i64, Path)),
    responses((status = NO_CONTENT), (status = FORBIDDEN), (status = NOT_FOUND)))]
async fn delete(State(app): State<App>, of: OfMessage, by: CurrentUser) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let of = OfMessage::fact(&mut unit, &by, of.message.id).await?;
    Post::delete(&mut unit, &of).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
