//! The pages of rooms.

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::http::auth::CurrentUser;
use crate::http::frame::{self, frame};
use crate::http::items::Items;
use crate::model::access::{AtRoom, InRoom};
use crate::model::directory::Listed;
use crate::model::history::{History, Place};
use crate::model::joined::Joined;
use crate::views::room::{
    HistoryPartial, RoomNewPage, RoomPage, RoomPartial, RoomSettingsPage, RoomsPage, RoomsPartial,
    WelcomePage,
};

use crate::model::membership::Membership;

use crate::model::room::Room;

use crate::model::room::{NewRoom, RoomKind};

use crate::model::user::User;

/// How many one page of the list holds.
const PAGE: i64 = 50;

/// How many members a page shows; the API has them all.
const MEMBERS: i64 = 200;

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/rooms", get(list).post(create))
        .route("/rooms/new", get(new))
        .route("/rooms/sidebar", get(sidebar))
        .route("/rooms/{room_id}", get(show))
        .route("/rooms/{room_id}/history", get(history))
        .route("/rooms/{room_id}/join", post(join))
        .route("/rooms/{room_id}/live", get(live))
        .route("/rooms/{room_id}/messages/{message_id}", get(permalink))
        .route("/rooms/{room_id}/settings", get(settings))
}

/// Leads to where something happened last.
async fn home(State(app): State<App>, viewer: CurrentUser) -> Result<Response> {
    let mut db = app.read().await?;
    let latest = Joined::page(&mut db, viewer.user.id, false, None, 1).await?;
    match latest.first() {
        Some(latest) => Ok(to(latest.room.id).into_response()),
        None => {
            let page = WelcomePage { page: frame(&mut db, &viewer).await? };
            Ok(app.views.page(&page)?.into_response())
        }
    }
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

async fn list(
    State(app): State<App>,
    viewer: CurrentUser,
    Query(query): Query<Before>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let rooms = Listed::page(&mut db, viewer.user.id, query.before, PAGE + 1).await?;
    let rooms = Items::page(rooms, PAGE, |room| room.id);
    app.views.page(&RoomsPage {
        page: frame(&mut db, &viewer).await?,
        items: rooms.items,
        next: rooms.next.map(|id| format!("before={id}")),
    })
}

/// The viewer's own, for a page that has them beside it already.
async fn sidebar(State(app): State<App>, viewer: CurrentUser) -> Result<Html<String>> {
    let rooms = frame::rooms(&mut *app.read().await?, &viewer).await?;
    app.views.page(&RoomsPartial { rooms })
}

async fn new(State(app): State<App>, viewer: CurrentUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    app.views.page(&RoomNewPage {
        page: frame(&mut db, &viewer).await?,
        name: String::new(),
        kind: RoomKind::Open,
        problems: Problems::default(),
    })
}

async fn create(
    State(app): State<App>,
    viewer: CurrentUser,
    Form(new): Form<NewRoom>,
) -> Result<Response> {
    let mut unit = app.begin().await?;
    let me = User::acting(&mut unit, &viewer).await?;
    match Room::create(&mut unit, &me, &new).await {
        Ok(room) => {
            unit.commit().await?;
            Ok(to(room.id).into_response())
        }
        Err(Error::Invalid(problems)) => {
            drop(unit);
            let page = frame(&mut *app.read().await?, &viewer).await?;
            let page = RoomNewPage { page, name: new.name, kind: new.kind, problems };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, app.views.page(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn show(
    State(app): State<App>,
    at: AtRoom,
    viewer: CurrentUser,
    Query(place): Query<Place>,
) -> Result<Html<String>> {
    render(&app, &viewer, at, &place, None).await
}

/// Older or newer messages, for the page to put above or below those it shows.
async fn history(
    State(app): State<App>,
    at: AtRoom,
    Query(place): Query<Place>,
) -> Result<Html<String>> {
    let History { items, older, newer, .. } =
        History::page(&mut *app.read().await?, at.room.id, &place).await?;
    app.views.page(&HistoryPartial { messages: items, older, newer })
}

/// What changes around the history, for a page that shows it.
async fn live(State(app): State<App>, at: AtRoom) -> Result<Html<String>> {
    let room = at.room.id;
    let mut db = app.read().await?;
    let members = Membership::members(&mut db, room, 0, MEMBERS);
    let members = members.await?;
    let role = at.membership.map(|membership| membership.role);
    app.views.page(&RoomPartial { room: at.room, role, members })
}

/// The history around a message, which the page brings into view.
async fn permalink(
    State(app): State<App>,
    at: AtRoom,
    viewer: CurrentUser,
    Path((_, message_id)): Path<(i64, i64)>,
) -> Result<Html<String>> {
    let place = Place { around: Some(message_id), ..Place::default() };
    render(&app, &viewer, at, &place, Some(message_id)).await
}

async fn join(State(app): State<App>, at: AtRoom, by: CurrentUser) -> Result<Redirect> {
    let mut unit = app.begin().await?;
    let at = AtRoom::fact(&mut unit, &by, at.room.id).await?;
    Membership::join(&mut unit, &at).await?;
    unit.commit().await?;
    Ok(to(at.room.id))
}

async fn settings(State(app): State<App>, at: InRoom, viewer: CurrentUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let room = at.room.id;
    let members = Membership::members(&mut db, room, 0, MEMBERS);
    let members = members.await?;
    app.views.page(&RoomSettingsPage {
        page: frame(&mut db, &viewer).await?,
        members,
        role: at.membership.role,
        about: crate::input::texts(&at.room.fields),
        room: at.room,
    })
}

async fn render(
    app: &App,
    viewer: &CurrentUser,
    at: AtRoom,
    place: &Place,
    target: Option<i64>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let history = History::page(&mut db, at.room.id, place).await?;
    let room = at.room.id;
    let members = Membership::members(&mut db, room, 0, MEMBERS);
    let members = members.await?;
    let membership = at.membership.as_ref();
    app.views.page(&RoomPage {
        page: frame(&mut db, viewer).await?,
        members,
        role: membership.map(|membership| membership.role),
        read_seq: membership.map_or(0, |membership| membership.last_read_seq),
        room: at.room,
        messages: history.items,
        older: history.older,
        newer: history.newer,
        target,
    })
}

fn to(room_id: i64) -> Redirect {
    Redirect::to(&format!("/rooms/{room_id}"))
}
