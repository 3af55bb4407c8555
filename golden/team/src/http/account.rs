//! Registering, signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{HeaderName, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::{CurrentUser, removal, set_cookie};
use super::client::Client;
use super::device::KnownDevice;
use super::me::Me;
use crate::app::App;
use crate::config::Config;
use crate::error::{Error, Problems, Result};
use crate::model::password::Passwords;
use crate::model::token::Token;
use crate::text;

use crate::model::extended::UserFields;

use crate::model::user::User;

use crate::model::login_session::LoginSession;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(register)).routes(routes!(login)).routes(routes!(logout))
}

#[derive(Deserialize, ToSchema)]
pub struct Registration {
    pub name: String,
    pub email: String,
    pub password: String,
    #[serde(flatten)]
    #[schema(value_type = UserFields)]
    pub fields: Map<String, Value>,
}

#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    pub email: String,
    pub password: String,
}

/// The answer to signing in: a browser takes the cookie, a program the token as `Authorization: Bearer`.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    pub user: Me,
    pub token: String,
    /// The browser, which is known from now on.
    #[serde(skip)]
    device: KnownDevice,
}

impl SignedIn {
    fn new(user: User, token: Token) -> Self {
        let device = KnownDevice::new(user.id, &user.password_hash);
        Self { user: user.into(), token: token.into_secret(), device }
    }

    /// What a browser keeps of it.
    pub fn cookies(&self, config: &Config) -> AppendHeaders<[(HeaderName, String); 2]> {
        let (session, device) = (set_cookie(config, &self.token), self.device.set_cookie(config));
        AppendHeaders([(SET_COOKIE, session), (SET_COOKIE, device)])
    }
}

/// Makes an account and signs in. The first account is the administrator's.
#[utoipa::path(
    post,
    path = "/api/register",
    tag = "account",
    security(()),
    responses((status = 201, body = SignedIn)),
)]
async fn register(
    State(app): State<App>,
    client: Client,
    Json(form): Json<Registration>,
) -> Result<impl IntoResponse> {
    let signed_in = add_account(&app, &client, form).await?;
    Ok((StatusCode::CREATED, signed_in.cookies(&app.config), Json(signed_in)))
}

/// Signs in, with a token that is new each time.
#[utoipa::path(
    post,
    path = "/api/login",
    tag = "account",
    security(()),
    responses((status = 200, body = SignedIn)),
)]
async fn login(
    State(app): State<App>,
    client: Client,
    Json(form): Json<Credentials>,
) -> Result<impl IntoResponse> {
    let signed_in = sign_in(&app, &client, form).await?;
    Ok((signed_in.cookies(&app.config), Json(signed_in)))
}

/// Ends this sign-in and what was opened with it.
#[utoipa::path(
    post,
    path = "/api/logout",
    tag = "account",
    responses((status = 204)),
)]
async fn logout(State(app): State<App>, user: CurrentUser) -> Result<impl IntoResponse> {
    sign_out(&app, &user).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, removal(&app.config))])))
}

/// Checks a registration, stores it, and signs in.
pub async fn add_account(app: &App, client: &Client, form: Registration) -> Result<SignedIn> {
    let (name, email) = (&text::composed(&form.name), &text::composed(&form.email));
    let mut problems = Problems::default();
    User::check_name(name, &mut problems);
    User::check_email(email, &mut problems);
    Passwords::check(&form.password, "password", &mut problems);
    problems.into_result()?;
    app.limits.attempt(email, client.ip)?;
    let hash = app.passwords.hash(form.password).await?;
    let mut unit = app.begin().await?;
    let user = User::create(&mut unit, name, email, &hash).await?;
    UserFields::store(unit.db(), user.id, &form.fields).await?;
    let token = LoginSession::create(&mut unit, &user, client).await?;
    let user = User::find(unit.db(), user.id).await?;
    unit.commit().await?;
    Ok(SignedIn::new(user, token))
}

/// Signs in whoever knows an account's password. The answer and its time are the same for a wrong password, for an
/// account that does not exist, and for one that is banned.
pub async fn sign_in(app: &App, client: &Client, form: Credentials) -> Result<SignedIn> {
    let email = form.email.trim();
    // Nobody has such an address or password: neither is worth being counted, looked up or hashed.
    let possible = User::is_possible_email(email);
    if !possible || !Passwords::is_possible(&form.password) {
        return Err(no_match());
    }
    let email = &text::composed(email);
    let user = counted(app, client, email).await?;
    let user = user.filter(|user| user.banned_at.is_none());
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let proven = app.passwords.verify(form.password, hash).await?;
    let user = user.filter(|_| proven).ok_or_else(no_match)?;
    let mut unit = app.begin().await?;
    let now = User::proven(&mut unit, &user).await?;
    let now = now.ok_or_else(no_match)?;
    let token = LoginSession::create(&mut unit, &now, client).await?;
    unit.commit().await?;
    Ok(SignedIn::new(User::clone(&now), token))
}

/// The account that somebody tries to sign in to, once the attempt is counted.
async fn counted(app: &App, client: &Client, email: &str) -> Result<Option<User>> {
    let Some(device) = &client.device else {
        app.limits.attempt(email, client.ip)?;
        return account(app, email).await;
    };
    let user = account(app, email).await?;
    match &user {
        Some(user) if device.is_known_to(user.id, &user.password_hash) => {
            app.limits.attempt_on(&device.name)?;
        }
        _ => app.limits.attempt(email, client.ip)?,
    }
    Ok(user)
}

/// Gives the connection back at once: whoever signs in has a long wait before them.
async fn account(app: &App, email: &str) -> Result<Option<User>> {
    let mut db = app.read().await?;
    User::by_email(&mut db, email).await
}

fn no_match() -> Error {
    Error::field("form", "This address and this password do not belong together.")
}

pub async fn sign_out(app: &App, user: &CurrentUser) -> Result<()> {
    let mut unit = app.begin().await?;
    let me = User::acting(&mut unit, user).await?;
    LoginSession::end(&mut unit, &me, user.login_id).await?;
    unit.commit().await
}
