//! The pages of one status.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;

use super::events;
use super::form::FormPage;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::http::auth::{CurrentUser, MaybeUser};
use crate::http::done;
use crate::http::frame::frame;
use crate::input::{Fields, problems_of, texts};
use crate::views;

use crate::model::status::Status;

use crate::model::status::StatusChanges;

use crate::model::person::Person;

#[derive(Serialize)]
struct ShowPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    path: String,
    row: Status,
}

impl views::Template for ShowPage {
    const NAME: &'static str = "views/statuses/show.html";
}

/// Asks before something is deleted.
#[derive(Serialize)]
struct DeletePage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    path: String,
    row: Status,
    /// Why it can't be, if it can't.
    refusal: Option<String>,
}

impl views::Template for DeletePage {
    const NAME: &'static str = "views/statuses/delete.html";
}

/// The address of a row's page.
pub fn path(id: i64) -> String {
    format!("/statuses/{id}")
}

pub async fn show(
    State(app): State<App>,
    viewer: MaybeUser,
    Path(id): Path<i64>,
    Query(asked): Query<done::Asked>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let row = Status::find(&mut db, id).await?;
    let mut page = super::super::around(&mut db, &viewer).await?;
    page.flash = events::said(asked.done.as_deref());
    let (active_view, path) = ("statuses", path(id));
    app.views.page(&ShowPage { page, active_view, path, row })
}

pub async fn edit(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let row = Status::find(&mut db, id).await?;
    let form = texts(&row);
    let action = path(id) + "/edit";
    let problems = Problems::default();
    app.views.page(&FormPage::read(&mut db, &user, &action, form, problems).await?)
}

/// Stores what is changed; or shows the form again, with what was written and what is wrong with it.
pub async fn save(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let path = path(id);
    let problems = match store(&app, &user, id, &sent).await {
        Ok(()) => return Ok(Redirect::to(&path).into_response()),
        Err(error) => problems_of(error)?,
    };
    let mut db = app.read().await?;
    let action = path + "/edit";
    let form = sent.into_iter().collect();
    let page = FormPage::read(&mut db, &user, &action, form, problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, app.views.page(&page)?).into_response())
}

async fn store(app: &App, user: &CurrentUser, id: i64, sent: &[(String, String)]) -> Result<()> {
    let changes = StatusChanges::read(Fields::form(sent))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, user).await?;
    Status::update(&mut unit, &by, id, changes).await?;
    unit.commit().await
}

pub async fn confirm(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Html<String>> {
    asked(&app, &user, id, None).await
}

/// Deletes the row; or says why it can't be.
pub async fn delete(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Response> {
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    match Status::delete(&mut unit, &by, id).await {
        Ok(()) => {
            unit.commit().await?;
            Ok(Redirect::to("/statuses").into_response())
        }
        Err(Error::Conflict(refusal)) => {
            // Others need not wait for a page.
            drop(unit);
            let page = asked(&app, &user, id, Some(refusal)).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn asked(
    app: &App,
    user: &CurrentUser,
    id: i64,
    refusal: Option<String>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    app.views.page(&DeletePage {
        row: Status::find(&mut db, id).await?,
        page: frame(&mut db, user).await?,
        active_view: "statuses",
        path: path(id),
        refusal,
    })
}
