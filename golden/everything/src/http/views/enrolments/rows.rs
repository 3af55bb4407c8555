//! The pages of one enrolment.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;

use super::events;
use super::form::FormPage;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::http::auth::CurrentUser;
use crate::http::done;
use crate::http::frame::frame;
use crate::input::{Fields, problems_of, segment, texts};
use crate::views;

use crate::model::enrolment::Enrolment;

use crate::model::enrolment::EnrolmentChanges;

use crate::model::enrolment::EnrolmentKey;

use crate::model::enrolment::ShownEnrolment;

use crate::model::person::Person;

#[derive(Serialize)]
struct ShowPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    path: String,
    row: ShownEnrolment,
}

impl views::Template for ShowPage {
    const NAME: &'static str = "views/enrolments/show.html";
}

/// Asks before something is deleted.
#[derive(Serialize)]
struct DeletePage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    path: String,
    row: ShownEnrolment,
    /// Why it can't be, if it can't.
    refusal: Option<String>,
}

impl views::Template for DeletePage {
    const NAME: &'static str = "views/enrolments/delete.html";
}

/// The address of a row's page.
pub fn path(key: &EnrolmentKey) -> String {
    let mut path = "/enrolments".to_owned();
    path.push('/');
    path.push_str(&segment(&key.series_id));
    path.push('/');
    path.push_str(&segment(&key.person_id));
    path
}

pub async fn show(
    State(app): State<App>,
    viewer: CurrentUser,
    Path(key): Path<EnrolmentKey>,
    Query(asked): Query<done::Asked>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let row = Enrolment::show(&mut db, &key).await?;
    let mut page = frame(&mut db, &viewer).await?;
    page.flash = events::said(asked.done.as_deref());
    let (active_view, path) = ("enrolments", path(&key));
    app.views.page(&ShowPage { page, active_view, path, row })
}

pub async fn edit(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let row = Enrolment::find(&mut db, &key).await?;
    let form = texts(&row);
    let action = path(&key) + "/edit";
    let problems = Problems::default();
    app.views.page(&FormPage::read(&mut db, &user, &action, form, problems).await?)
}

/// Stores what is changed; or shows the form again, with what was written and what is wrong with it.
pub async fn save(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let path = path(&key);
    let problems = match store(&app, &user, &key, &sent).await {
        Ok(()) => return Ok(Redirect::to(&path).into_response()),
        Err(error) => problems_of(error)?,
    };
    let mut db = app.read().await?;
    let action = path + "/edit";
    let form = sent.into_iter().collect();
    let page = FormPage::read(&mut db, &user, &action, form, problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, app.views.page(&page)?).into_response())
}

async fn store(
    app: &App,
    user: &CurrentUser,
    key: &EnrolmentKey,
    sent: &[(String, String)],
) -> Result<()> {
    let changes = EnrolmentChanges::read(Fields::form(sent))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, user).await?;
    Enrolment::update(&mut unit, &by, key, changes).await?;
    unit.commit().await
}

pub async fn confirm(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
) -> Result<Html<String>> {
    asked(&app, &user, &key, None).await
}

/// Deletes the row; or says why it can't be.
pub async fn delete(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
) -> Result<Response> {
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    match Enrolment::delete(&mut unit, &by, &key).await {
        Ok(()) => {
            unit.commit().await?;
            Ok(Redirect::to("/enrolments").into_response())
        }
        Err(Error::Conflict(refusal)) => {
            // Others need not wait for a page.
            drop(unit);
            let page = asked(&app, &user, &key, Some(refusal)).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn asked(
    app: &App,
    user: &CurrentUser,
    key: &EnrolmentKey,
    refusal: Option<String>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    app.views.page(&DeletePage {
        row: Enrolment::show(&mut db, key).await?,
        page: frame(&mut db, user).await?,
        active_view: "enrolments",
        path: path(key),
        refusal,
    })
}
