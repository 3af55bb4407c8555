//! What administrators see and do. For everybody else it does not exist.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use axum::routing::get;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::Admin;
use super::frame::frame;
use super::items::Items;
use crate::app::App;
use crate::error::Result;
use crate::model::access::Administrator;
use crate::model::admin::{AdminCounts, AdminRoom, AdminSession, AdminUser};
use crate::views::admin::{AdminPage, Count};

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(users))
        .routes(routes!(change_user))
        .routes(routes!(rooms))
        .routes(routes!(sessions))
        .routes(routes!(counts))
        .route("/admin", get(page))
}

/// Rows of each kind that the page shows, and the most that a request gets.
const LIMIT: i64 = 100;

/// A page of a list, the newest first.
#[derive(Deserialize, IntoParams)]
struct Paging {
    /// Only what is older than this id.
    before: Option<i64>,
    /// Rows at most: up to 100.
    limit: Option<i64>,
}

impl Paging {
    fn before(&self) -> i64 {
        self.before.unwrap_or(i64::MAX)
    }

    fn limit(&self) -> i64 {
        self.limit.unwrap_or(LIMIT).clamp(1, LIMIT)
    }
}

/// What is left out stays as it is.
#[derive(Deserialize, ToSchema)]
struct UserChange {
    banned: Option<bool>,
    role: Option<UserRole>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum UserRole {
    Member,
    Admin,
}

/// Everybody who has an account.
#[utoipa::path(
    get,
    path = "/api/admin/users",
    tag = "admin",
    params(Paging),
    responses((status = 200, body = Items<AdminUser>)),
)]
async fn users(
    State(app): State<App>,
    _: Admin,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<AdminUser>>> {
    let limit = paging.limit();
    let users = AdminUser::page(&mut *app.read().await?, paging.before(), limit + 1).await?;
    Ok(Json(Items::page(users, limit, |user| user.id)))
}

/// Bans somebody, lets them back in, or changes their role.
#[utoipa::path(
    patch,
    path = "/api/admin/users/{user_id}",
    tag = "admin",
    responses((status = 200, body = AdminUser)),
)]
async fn change_user(
    State(app): State<App>,
    by: Admin,
    Path(user_id): Path<i64>,
    Json(change): Json<UserChange>,
) -> Result<Json<AdminUser>> {
    let mut unit = app.begin().await?;
    let by = Administrator::fact(&mut unit, &by).await?;
    match change.role {
        Some(UserRole::Member) => {
            Person::set_role(&mut unit, &by, user_id, "member").await?;
        }
        Some(UserRole::Admin) => {
            Person::set_role(&mut unit, &by, user_id, "admin").await?;
        }
        None => {}
    }
    match change.banned {
        Some(true) => Person::ban(&mut unit, &by, user_id).await?,
        Some(false) => Person::unban(&mut unit, &by, user_id).await?,
        None => {}
    }
    let user = Person::find(unit.db(), user_id).await?;
    unit.commit().await?;
    Ok(Json(user.into()))
}

/// Every room.
#[utoipa::path(
    get,
    path = "/api/admin/rooms",
    tag = "admin",
    params(Paging),
    responses((status = 200, body = Items<AdminRoom>)),
)]
async fn rooms(
    State(app): State<App>,
    _: Admin,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<AdminRoom>>> {
    let limit = paging.limit();
    let rooms = AdminRoom::page(&mut *app.read().await?, paging.before(), limit + 1).await?;
    Ok(Json(Items::page(rooms, limit, |room| room.id)))
}

/// Everybody's sign-ins.
#[utoipa::path(
    get,
    path = "/api/admin/sessions",
    tag = "admin",
    params(Paging),
    responses((status = 200, body = Items<AdminSession>)),
)]
async fn sessions(
    State(app): State<App>,
    _: Admin,
    Query(paging): Query<Paging>,
) -> Result<Json<Items<AdminSession>>> {
    let limit = paging.limit();
    let sessions = AdminSession::page(&mut *app.read().await?, paging.before(), limit + 1).await?;
    Ok(Json(Items::page(sessions, limit, |session| session.id)))
}

/// How many there are of each.
#[utoipa::path(
    get,
    path = "/api/admin/counts",
    tag = "admin",
    responses((status = 200, body = AdminCounts)),
)]
async fn counts(State(app): State<App>, _: Admin) -> Result<Json<AdminCounts>> {
    Ok(Json(AdminCounts::read(&mut *app.read().await?).await?))
}

async fn page(State(app): State<App>, Admin(admin): Admin) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let counts = AdminCounts::read(&mut db).await?;
    app.views.page(&AdminPage {
        page: frame(&mut db, &admin).await?,
        counts: vec![
            Count { label: "People", value: counts.users },
            Count { label: "Sessions", value: counts.sessions },
            Count { label: "Channels", value: counts.rooms },
            Count { label: "Posts", value: counts.messages },
        ],
        users: AdminUser::page(&mut db, i64::MAX, LIMIT).await?,
        all_rooms: AdminRoom::page(&mut db, i64::MAX, LIMIT).await?,
        sessions: AdminSession::page(&mut db, i64::MAX, LIMIT).await?,
    })
}
