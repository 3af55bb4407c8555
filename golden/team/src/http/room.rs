//! Rooms over the API.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::items::Items;
use crate::model::access::{AtRoom, InRoom};
use crate::model::directory::Listed;
use crate::model::joined::Joined;

use crate::model::membership::Membership;

use crate::model::room::Room;

use crate::model::room::{NewRoom, RoomChanges};

use crate::model::user::User;

/// How many one page of a list holds.
const PAGE: i64 = 50;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(directory))
        .routes(routes!(show, update, archive))
        .routes(routes!(join))
        .routes(routes!(leave))
        .routes(routes!(read))
}

/// a room, and what the caller is in it.
#[derive(Serialize, ToSchema)]
struct RoomItem {
    #[serde(flatten)]
    room: Room,
    membership: Option<Membership>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Those that are archived instead of those in use.
    #[serde(default)]
    archived: bool,
    /// `next` of the page above.
    before: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Before {
    /// `next` of the page above.
    before: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
struct Read {
    /// The number of the last event that was seen.
    seq: i64,
}

/// The caller's own, the latest first
#[utoipa::path(get, path = "/api/rooms", tag = "Rooms", params(ListQuery),
    responses((status = OK, body = Items<Joined, String>)))]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(query): Query<ListQuery>,
) -> Result<Json<Items<Joined, String>>> {
    let before = query.before.as_deref();
    let mut db = app.read().await?;
    let page = Joined::page(&mut db, user.user.id, query.archived, before, PAGE + 1).await?;
    Ok(Json(Items::page(page, PAGE, Joined::cursor)))
}

/// All that the caller may see or join, the newest first
#[utoipa::path(get, path = "/api/rooms/directory", tag = "Rooms", params(Before),
    responses((status = OK, body = Items<Listed>)))]
async fn directory(
    State(app): State<App>,
    user: CurrentUser,
    Query(query): Query<Before>,
) -> Result<Json<Items<Listed>>> {
    let mut db = app.read().await?;
    let page = Listed::page(&mut db, user.user.id, query.before, PAGE + 1).await?;
    Ok(Json(Items::page(page, PAGE, |room| room.id)))
}

/// Opens one, or the direct one with somebody
#[utoipa::path(post, path = "/api/rooms", tag = "Rooms", request_body = NewRoom,
    responses((status = CREATED, body = RoomItem), (status = OK, description = "The direct one that was there already", body = RoomItem)))]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(new): Json<NewRoom>,
) -> Result<(StatusCode, Json<RoomItem>)> {
    let mut unit = app.begin().await?;
    let me = User::acting(&mut unit, &user).await?;
    let (room, made) = match new.direct {
        Some(you) => Room::direct(&mut unit, &me, you).await?,
        None => (Room::create(&mut unit, &me, &new).await?, true),
    };
    let item = RoomItem::of(unit.db(), room.id, me.id).await?;
    unit.commit().await?;
    Ok((if made { StatusCode::CREATED } else { StatusCode::OK }, Json(item)))
}

/// One, as long as the caller may see it
#[utoipa::path(get, path = "/api/rooms/{room_id}", tag = "Rooms", params(("room_id" = i64, Path)),
    responses((status = OK, body = RoomItem), (status = NOT_FOUND)))]
async fn show(at: AtRoom) -> Json<RoomItem> {
    Json(RoomItem { room: at.room, membership: at.membership })
}

/// Renames, opens, closes or archives it, or takes it back
#[utoipa::path(patch, path = "/api/rooms/{room_id}", tag = "Rooms", params(("room_id" = i64, Path)),
    request_body = RoomChanges, responses((status = OK, body = RoomItem), (status = FORBIDDEN), (status = NOT_FOUND)))]
async fn update(
    State(app): State<App>,
    at: InRoom,
    by: CurrentUser,
    Json(changes): Json<RoomChanges>,
) -> Result<Json<RoomItem>> {
    Ok(Json(change(&app, &by, at.room.id, &changes).await?))
}

/// Archives it: everything stays, nothing more is written
#[utoipa::path(delete, path = "/api/rooms/{room_id}", tag = "Rooms", params(("room_id" = i64, Path)),
    responses((status = NO_CONTENT), (status = FORBIDDEN), (status = NOT_FOUND)))]
async fn archive(State(app): State<App>, at: InRoom, by: CurrentUser) -> Result<StatusCode> {
    let changes = RoomChanges { archived: Some(true), ..RoomChanges::default() };
    change(&app, &by, at.room.id, &changes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Joins an open one
#[utoipa::path(post, path = "/api/rooms/{room_id}/join", tag = "Rooms", params(("room_id" = i64, Path)),
    responses((status = NO_CONTENT), (status = NOT_FOUND)))]
async fn join(State(app): State<App>, at: AtRoom, by: CurrentUser) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let at = AtRoom::fact(&mut unit, &by, at.room.id).await?;
    Membership::join(&mut unit, &at).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leaves it
#[utoipa::path(post, path = "/api/rooms/{room_id}/leave", tag = "Rooms", params(("room_id" = i64, Path)),
    responses((status = NO_CONTENT), (status = NOT_FOUND), (status = CONFLICT)))]
async fn leave(State(app): State<App>, at: InRoom, by: CurrentUser) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let member = InRoom::fact(&mut unit, &by, at.room.id).await?;
    Membership::leave(&mut unit, &member).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says how far the caller has read
#[utoipa::path(post, path = "/api/rooms/{room_id}/read", tag = "Rooms", params(("room_id" = i64, Path)),
    request_body = Read, responses((status = NO_CONTENT), (status = NOT_FOUND)))]
async fn read(
    State(app): State<App>,
    at: InRoom,
    by: CurrentUser,
    Json(read): Json<Read>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let member = InRoom::fact(&mut unit, &by, at.room.id).await?;
    Membership::read(&mut unit, &member, read.seq).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change(
    app: &App,
    by: &CurrentUser,
    room_id: i64,
    changes: &RoomChanges,
) -> Result<RoomItem> {
    let mut unit = app.begin().await?;
    let member = InRoom::fact(&mut unit, by, room_id).await?;
    Room::update(&mut unit, &member, changes).await?;
    let item = RoomItem::of(unit.db(), room_id, by.user.id).await?;
    unit.commit().await?;
    Ok(item)
}

impl RoomItem {
    async fn of(db: &mut Conn, room_id: i64, user_id: i64) -> Result<Self> {
        let room = Room::find(db, room_id).await?;
        let membership = Membership::find(db, room_id, user_id);
        Ok(Self { room, membership: membership.await? })
    }
}
