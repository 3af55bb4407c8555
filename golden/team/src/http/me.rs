//! What belongs to oneself: name, password, and where one is signed in.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, Html, IntoResponse};
use axum::routing::get;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::CurrentUser;
use super::device::KnownDevice;
use super::frame::frame;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::input;
use crate::model::password::Passwords;
use crate::text;
use crate::views::account::SettingsPage;

use crate::model::extended::UserFields;

use crate::model::user::User;

use crate::model::login_session::LoginSession;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(me, change_me))
        .routes(routes!(change_password))
        .routes(routes!(sessions))
        .routes(routes!(end_session))
        .route("/settings", get(page))
}

/// Somebody as they see themselves.
#[derive(Serialize, ToSchema)]
pub struct Me {
    pub id: i64,
    pub name: String,
    pub email: String,
    /// `member` or `admin`.
    pub role: String,
    pub created_at: DateTime<Utc>,
    #[serde(flatten)]
    pub fields: UserFields,
}

impl From<User> for Me {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            name: user.name,
            email: user.email,
            role: user.role,
            created_at: user.created_at,
            fields: user.fields,
        }
    }
}

/// What is left out stays as it is.
#[derive(Deserialize, ToSchema)]
struct MeChange {
    name: Option<String>,
    #[serde(flatten)]
    #[schema(value_type = UserFields)]
    fields: Map<String, Value>,
}

#[derive(Deserialize, ToSchema)]
struct PasswordChange {
    current: String,
    password: String,
}

#[derive(Serialize, ToSchema)]
struct OwnSessions {
    items: Vec<OwnSession>,
}

/// A signed-in browser or device.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSession {
    pub id: i64,
    pub user_agent: String,
    pub ip: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// The one that asks.
    pub current: bool,
}

impl OwnSession {
    fn new(login: LoginSession, current: i64) -> Self {
        Self {
            id: login.id,
            user_agent: login.user_agent,
            ip: login.ip,
            created_at: login.created_at,
            last_seen_at: login.last_seen_at,
            current: login.id == current,
        }
    }
}

/// Who one is.
#[utoipa::path(
    get,
    path = "/api/me",
    tag = "account",
    responses((status = 200, body = Me)),
)]
async fn me(user: CurrentUser) -> Json<Me> {
    Json(user.user.into())
}

/// Changes one's name, or what else there is to say about oneself.
#[utoipa::path(
    patch,
    path = "/api/me",
    tag = "account",
    responses((status = 200, body = Me)),
)]
async fn change_me(
    State(app): State<App>,
    user: CurrentUser,
    Json(change): Json<MeChange>,
) -> Result<Json<Me>> {
    let name = change.name.as_deref().map(text::composed);
    let mut problems = Problems::default();
    if let Some(name) = &name {
        User::check_name(name, &mut problems);
    }
    problems.into_result()?;
    let mut unit = app.begin().await?;
    let me = User::acting(&mut unit, &user).await?;
    if let Some(name) = &name {
        User::rename(&mut unit, &me, name).await?;
    }
    UserFields::store(unit.db(), me.id, &change.fields).await?;
    let user = User::find(unit.db(), me.id).await?;
    unit.commit().await?;
    Ok(Json(user.into()))
}

/// Changes one's password and ends every other sign-in.
#[utoipa::path(
    post,
    path = "/api/me/password",
    tag = "account",
    responses((status = 204)),
)]
async fn change_password(
    State(app): State<App>,
    by: CurrentUser,
    Json(change): Json<PasswordChange>,
) -> Result<impl IntoResponse> {
    let mut problems = Problems::default();
    Passwords::check(&change.password, "password", &mut problems);
    problems.into_result()?;
    app.limits.change(by.login_id)?;
    let wrong = || Error::field("current", "This is not your password.");
    let known = by.user.password_hash.clone();
    let possible = Passwords::is_possible(&change.current);
    if !possible || !app.passwords.verify(change.current, Some(known)).await? {
        return Err(wrong());
    }
    let hash = app.passwords.hash(change.password).await?;
    let mut unit = app.begin().await?;
    let me = User::acting(&mut unit, &by).await?;
    if me.password_hash != by.user.password_hash {
        return Err(wrong());
    }
    User::set_password(&mut unit, &me, &hash).await?;
    LoginSession::end_others(&mut unit, &me, by.login_id).await?;
    unit.commit().await?;
    // The old password made this browser a known one; now the new one does.
    let device = KnownDevice::new(me.id, &hash).set_cookie(&app.config);
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, device)])))
}

/// Where one is signed in.
#[utoipa::path(
    get,
    path = "/api/me/sessions",
    tag = "account",
    responses((status = 200, body = OwnSessions)),
)]
async fn sessions(State(app): State<App>, user: CurrentUser) -> Result<Json<OwnSessions>> {
    let db = &mut *app.read().await?;
    let logins = LoginSession::of_user(db, user.user.id).await?;
    let items = logins.into_iter().map(|login| OwnSession::new(login, user.login_id)).collect();
    Ok(Json(OwnSessions { items }))
}

/// Name, password and sessions, as a page.
async fn page(State(app): State<App>, user: CurrentUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let logins = LoginSession::of_user(&mut db, user.user.id).await?;
    let sessions = logins.into_iter().map(|login| OwnSession::new(login, user.login_id)).collect();
    let profile = input::texts(&user.user.fields);
    app.views.page(&SettingsPage { page: frame(&mut db, &user).await?, profile, sessions })
}

/// Signs out another browser or device of one's own.
#[utoipa::path(
    delete,
    path = "/api/me/sessions/{id}",
    tag = "account",
    responses((status = 204)),
)]
async fn end_session(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let me = User::acting(&mut unit, &user).await?;
    LoginSession::end(&mut unit, &me, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
