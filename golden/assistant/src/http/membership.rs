//! Who is in a chat session, over the API.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::auth::CurrentUser;
use crate::http::items::Items;
use crate::model::access::{AtRoom, InRoom};
use crate::text;

use crate::model::membership::Membership;

use crate::model::membership::{Member, Role};

use crate::model::user::User;

/// How many one page of a list holds.
const PAGE: i64 = 100;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(set_role, remove))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// `next` of the page above.
    after: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
struct NewMember {
    user_id: Option<i64>,
    /// Instead of the id.
    email: Option<String>,
    #[serde(default = "member")]
    role: Role,
}

#[derive(Deserialize, ToSchema)]
struct NewRole {
    role: Role,
}

/// Its members
#[utoipa::path(get, path = "/api/chat-sessions/{room_id}/members", tag = "Chat sessions",
    params(("room_id" = i64, Path), After), responses((status = OK, body = Items<Member>), (status = NOT_FOUND)))]
async fn list(
    State(app): State<App>,
    at: AtRoom,
    Query(query): Query<After>,
) -> Result<Json<Items<Member>>> {
    let mut db = app.read().await?;
    let (room, after) = (at.room.id, query.after.unwrap_or(0));
    let page = Membership::members(&mut db, room, after, PAGE + 1);
    Ok(Json(Items::page(page.await?, PAGE, |member| member.id)))
}

/// Lets somebody in
#[utoipa::path(post, path = "/api/chat-sessions/{room_id}/members", tag = "Chat sessions",
    params(("room_id" = i64, Path)), request_body = NewMember,
    responses((status = NO_CONTENT), (status = FORBIDDEN), (status = NOT_FOUND)))]
async fn add(
    State(app): State<App>,
    at: InRoom,
    by: CurrentUser,
    Json(new): Json<NewMember>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let owner = InRoom::fact(&mut unit, &by, at.room.id).await?;
    owner.must_own()?;
    let user = new.who(unit.db()).await?;
    Membership::add(&mut unit, &owner, user, new.role).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes somebody an owner, or one of the others again
#[utoipa::path(patch, path = "/api/chat-sessions/{room_id}/members/{user_id}", tag = "Chat sessions",
    params(("room_id" = i64, Path), ("user_id" = i64, Path)), request_body = NewRole,
    responses((status = NO_CONTENT), (status = FORBIDDEN), (status = NOT_FOUND), (status = CONFLICT)))]
async fn set_role(
    State(app): State<App>,
    at: InRoom,
    by: CurrentUser,
    Path((_, user)): Path<(i64, i64)>,
    Json(new): Json<NewRole>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let owner = InRoom::fact(&mut unit, &by, at.room.id).await?;
    Membership::set_role(&mut unit, &owner, user, new.role).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends somebody away
#[utoipa::path(delete, path = "/api/chat-sessions/{room_id}/members/{user_id}", tag = "Chat sessions",
    params(("room_id" = i64, Path), ("user_id" = i64, Path)),
    responses((status = NO_CONTENT), (status = FORBIDDEN), (status = NOT_FOUND), (status = CONFLICT)))]
async fn remove(
    State(app): State<App>,
    at: InRoom,
    by: CurrentUser,
    Path((_, user)): Path<(i64, i64)>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let owner = InRoom::fact(&mut unit, &by, at.room.id).await?;
    Membership::remove(&mut unit, &owner, user).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl NewMember {
    async fn who(&self, db: &mut Conn) -> Result<i64> {
        if let Some(user_id) = self.user_id {
            return Ok(user_id);
        }
        let email = &text::composed(self.email.as_deref().unwrap_or_default());
        let user = User::by_email(db, email).await?;
        let user = user.filter(|user| user.banned_at.is_none());
        let nobody = || Error::field("email", "Nobody here has this address.");
        Ok(user.ok_or_else(nobody)?.id)
    }
}

fn member() -> Role {
    Role::Member
}
