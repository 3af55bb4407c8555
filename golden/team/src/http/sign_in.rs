//! The pages to register, sign in and out, which work without a script.

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, RETRY_AFTER, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::Map;

use super::account::{self, Credentials, Registration, SignedIn};
use super::auth::{CurrentUser, MaybeUser, removal};
use super::client::Client;
use super::next;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::views::account::{LoginPage, RegisterPage};

use crate::model::user::User;

pub fn router() -> Router<App> {
    Router::new()
        .route("/login", get(login_page).post(login))
        .route("/register", get(register_page).post(register))
        .route("/logout", post(logout))
}

/// Where to go afterwards.
#[derive(Deserialize)]
struct Next {
    #[serde(default, deserialize_with = "next::read")]
    next: Option<String>,
}

#[derive(Deserialize)]
struct LoginForm {
    email: String,
    password: String,
    #[serde(default, deserialize_with = "next::read")]
    next: Option<String>,
}

#[derive(Deserialize)]
struct RegisterForm {
    name: String,
    email: String,
    password: String,
    #[serde(default, deserialize_with = "next::read")]
    next: Option<String>,
}

async fn login_page(
    State(app): State<App>,
    MaybeUser(user): MaybeUser,
    Query(Next { next }): Query<Next>,
) -> Result<Response> {
    if user.is_some() {
        return Ok(onward(next).into_response());
    }
    let first = User::none(&mut *app.read().await?).await?;
    if first {
        return Ok(Redirect::to("/register").into_response());
    }
    Ok(app.views.page(&LoginPage { next, ..LoginPage::default() })?.into_response())
}

async fn login(
    State(app): State<App>,
    client: Client,
    Form(LoginForm { email, password, next }): Form<LoginForm>,
) -> Result<Response> {
    let form = Credentials { email: email.clone(), password };
    match account::sign_in(&app, &client, form).await {
        Ok(signed_in) => Ok(welcome(&app, &signed_in, next)),
        Err(error) => {
            let (status, headers) = head(&error);
            let problems = shown(error)?;
            let page = LoginPage { email, next, problems, ..LoginPage::default() };
            Ok((status, headers, app.views.page(&page)?).into_response())
        }
    }
}

async fn register_page(
    State(app): State<App>,
    Query(Next { next }): Query<Next>,
) -> Result<Response> {
    let first = User::none(&mut *app.read().await?).await?;
    Ok(app.views.page(&RegisterPage { next, first, ..RegisterPage::default() })?.into_response())
}

async fn register(
    State(app): State<App>,
    client: Client,
    Form(RegisterForm { name, email, password, next }): Form<RegisterForm>,
) -> Result<Response> {
    let fields = Map::new();
    let form = Registration { name: name.clone(), email: email.clone(), password, fields };
    match account::add_account(&app, &client, form).await {
        Ok(signed_in) => Ok(welcome(&app, &signed_in, next)),
        Err(error) => {
            let (status, headers) = head(&error);
            let problems = shown(error)?;
            let first = User::none(&mut *app.read().await?).await?;
            let page =
                RegisterPage { name, email, next, first, problems, ..RegisterPage::default() };
            Ok((status, headers, app.views.page(&page)?).into_response())
        }
    }
}

async fn logout(State(app): State<App>, user: CurrentUser) -> Result<Response> {
    account::sign_out(&app, &user).await?;
    let gone = AppendHeaders([(SET_COOKIE, removal(&app.config))]);
    Ok((gone, Redirect::to("/login")).into_response())
}

fn welcome(app: &App, signed_in: &SignedIn, next: Option<String>) -> Response {
    (signed_in.cookies(&app.config), onward(next)).into_response()
}

fn onward(next: Option<String>) -> Redirect {
    Redirect::to(next.as_deref().unwrap_or("/"))
}

/// How a page begins that shows an error.
fn head(error: &Error) -> (StatusCode, HeaderMap) {
    let wait = error.retry_after().map(|wait| (RETRY_AFTER, wait.as_secs().max(1).into()));
    (error.status(), wait.into_iter().collect())
}

/// What the form itself can show; any other error is a page of its own.
fn shown(error: Error) -> Result<Problems> {
    match error {
        Error::Invalid(problems) => Ok(problems),
        Error::TooManyRequests { .. } | Error::Unavailable(_) => {
            let mut problems = Problems::default();
            problems.add("form", error.to_string());
            Ok(problems)
        }
        error => Err(error),
    }
}
