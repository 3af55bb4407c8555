//! Who sends a request: extractors for handlers, and the cookie that signs somebody in.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE, HeaderMap};
use axum::http::request::Parts;
use tracing::Instrument;

use crate::app::App;
use crate::config::Config;
use crate::db::Conn;
use crate::error::{Error, Result};

use crate::model::user::User;

use crate::model::login_session::LoginSession;

/// Somebody who is signed in. Everybody else gets a 401, or on a page is led to the sign-in.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    pub user: User,
    pub login_id: i64,
}

/// Perhaps somebody who is signed in.
#[derive(Debug, Clone)]
pub struct MaybeUser(pub Option<CurrentUser>);

/// An administrator. For everybody else the place does not exist.
#[derive(Debug, Clone)]
pub struct Admin(pub CurrentUser);

impl CurrentUser {
    /// The same person as they are now, as long as the sign-in lasts.
    ///
    /// # Errors
    /// Unauthorized where it has ended, or the person is locked out.
    pub async fn now(&self, db: &mut Conn) -> Result<User> {
        match LoginSession::is_valid(db, self.login_id).await? {
            true => User::find(db, self.user.id).await,
            false => Err(Error::Unauthorized),
        }
    }
}

impl FromRequestParts<App> for MaybeUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        // Several extractors of one handler ask; the database is asked once.
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let user = match secret(&parts.headers, &app.config) {
            Some(secret) => who(app, secret).await?,
            None => None,
        };
        parts.extensions.insert(Self(user.clone()));
        Ok(Self(user))
    }
}

impl FromRequestParts<App> for CurrentUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        MaybeUser::from_request_parts(parts, app).await?.0.ok_or(Error::Unauthorized)
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let user = CurrentUser::from_request_parts(parts, app).await?;
        if user.user.is_admin() { Ok(Self(user)) } else { Err(Error::NotFound) }
    }
}

async fn who(app: &App, secret: &str) -> Result<Option<CurrentUser>> {
    let mut db = app.read().await?;
    let Some(login) = LoginSession::by_token(&mut db, secret).await? else {
        return Ok(None);
    };
    let user = User::find(&mut db, login.user_id).await?;
    if login.is_stale() {
        tokio::spawn(seen(app.clone(), login.id).in_current_span());
    }
    Ok(user.banned_at.is_none().then_some(CurrentUser { user, login_id: login.id }))
}

/// Beside the request, which need not wait for the writer.
async fn seen(app: App, login_id: i64) -> Result<()> {
    let mut unit = app.begin().await?;
    LoginSession::touch(&mut unit, login_id).await?;
    unit.commit().await
}

/// The token in `Authorization: Bearer`, else in the cookie.
fn secret<'a>(headers: &'a HeaderMap, config: &Config) -> Option<&'a str> {
    if let Some(authorization) = headers.get(AUTHORIZATION) {
        return authorization.to_str().ok()?.strip_prefix("Bearer ");
    }
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == cookie_name(config)).map(|(_, value)| value)
}

/// With `__Host-` no other host below the same domain can set it.
fn cookie_name(config: &Config) -> &'static str {
    if config.secure() { "__Host-session" } else { "session" }
}

/// The `Set-Cookie` that signs a browser in.
pub fn set_cookie(config: &Config, secret: &str) -> String {
    cookie(config, secret, i64::from(config.session_days) * 24 * 60 * 60)
}

/// The `Set-Cookie` that makes a browser forget.
pub fn removal(config: &Config) -> String {
    cookie(config, "", 0)
}

fn cookie(config: &Config, value: &str, max_age: i64) -> String {
    let name = cookie_name(config);
    let secure = if config.secure() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}
