//! Reactions over the API.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::model::access::OfMessage;

use crate::model::message::Message;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add, remove))
}

/// Puts an emoji on a message
#[utoipa::path(put, path = "/api/messages/{message_id}/reactions/{emoji}", tag = "Messages",
    params(("message_id" = i64, Path), ("emoji" = String, Path)),
    responses((status = NO_CONTENT), (status = NOT_FOUND), (status = CONFLICT)))]
async fn add(
    State(app): State<App>,
    of: OfMessage,
    by: CurrentUser,
    Path((_, emoji)): Path<(i64, String)>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let of = OfMessage::fact(&mut unit, &by, of.message.id).await?;
    Message::react(&mut unit, &of, &emoji).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes one's emoji back
#[utoipa::path(delete, path = "/api/messages/{message_id}/reactions/{emoji}", tag = "Messages",
    params(("message_id" = i64, Path), ("emoji" = String, Path)),
    responses((status = NO_CONTENT), (status = NOT_FOUND)))]
async fn remove(
    State(app): State<App>,
    of: OfMessage,
    by: CurrentUser,
    Path((_, emoji)): Path<(i64, String)>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let of = OfMessage::fact(&mut unit, &by, of.message.id).await?;
    Message::take_back(&mut unit, &of, &emoji).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
