//! The log of a chat session for programs that have no socket.

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::{Problem, Result};
use crate::hub::protocol::EventFrame;
use crate::model::access::AtRoom;
use crate::model::room_event::RoomEvent;

/// How many events an answer has if nothing else is asked for, and at most.
const PAGE: i64 = 100;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The number of the last event that is known.
    #[serde(default)]
    after: i64,
    /// 100 if left out, and at most.
    limit: Option<i64>,
    /// The epoch that `after` is of; the present one if left out.
    epoch: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Events {
    /// In order and without a gap.
    items: Vec<EventFrame>,
    /// `after` of the next page; `null` at the end.
    next: Option<i64>,
    /// What was asked for is not kept any more: read everything again, and go on from the room's `last_seq`.
    full_refresh_required: bool,
    /// Which history of the database this is; the numbers of another one mean nothing.
    epoch: String,
}

/// What happened after an event, as the socket tells it.
#[utoipa::path(
    get,
    path = "/api/chat-sessions/{room_id}/events",
    params(("room_id" = i64, Path), Since),
    responses((status = 200, body = Events), (status = 404, body = Problem)),
)]
async fn list(
    State(app): State<App>,
    at: AtRoom,
    Query(since): Query<Since>,
) -> Result<Json<Events>> {
    let limit = since.limit.unwrap_or(PAGE).clamp(1, PAGE);
    let epoch = app.db.epoch().to_owned();
    let mut db = app.db.snapshot().await?;
    // Asked again, in the same moment as the events are read.
    let at = AtRoom::find(&mut db, at.user, at.room.id).await?;
    let events = match since.epoch.is_none_or(|known| known == epoch) {
        true => RoomEvent::since(&mut db, at.room.id, since.after, limit).await?,
        false => None,
    };
    let full_refresh_required = events.is_none();
    let items = EventFrame::load(&mut db, &app.views, &events.unwrap_or_default()).await?;
    let full = items.len() as i64 == limit;
    let next = items.last().map(|event| event.seq).filter(|_| full);
    Ok(Json(Events { items, next, full_refresh_required, epoch }))
}
