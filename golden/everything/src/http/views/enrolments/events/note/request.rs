//! `POST /enrolments/{series_id}/{person_id}/events/note`: who may, how often, and what they are told.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::db::Conn;
use crate::error::{Problems, Result};
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::http::frame::frame;
use crate::http::limits;
use crate::input::{self, Fields, Texts, problems_of};
use crate::views;

use crate::http::views::enrolments::rows;

use crate::model::enrolment::Enrolment;

use crate::model::enrolment::EnrolmentKey;

use crate::model::enrolment::ShownEnrolment;

use crate::model::events::enrolments::note as told;

/// What an address says once it is done.
const EVENT: &str = "note";

/// For each person.
const LIMIT: limits::Limit = limits::Limit::new("enrolments", EVENT, 10, 1);

pub fn router() -> Router<App> {
    Router::new().route("/enrolments/{series_id}/{person_id}/events/note", get(page).post(send))
}

/// The form for it. Where a script runs, another page shows it in a dialog.
#[derive(Serialize)]
struct EventPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    /// Where the form is sent.
    action: String,
    /// Where to go on without.
    back: String,
    row: ShownEnrolment,
    /// What its fields hold; a field that is not here begins with its default.
    form: Texts,
    problems: Problems,
    choices: told::EventChoices,
}

impl views::Template for EventPage {
    const NAME: &'static str = "views/enrolments/events/note.html";
}

impl EventPage {
    async fn read(
        db: &mut Conn,
        user: &CurrentUser,
        key: &EnrolmentKey,
        form: Texts,
        problems: Problems,
    ) -> Result<Self> {
        let choices = told::EventChoices::read(db).await?;
        let path = rows::path(key);
        Ok(Self {
            page: frame(db, user).await?,
            active_view: "enrolments",
            action: format!("{path}/events/note"),
            back: path,
            row: Enrolment::show(db, key).await?,
            form,
            problems,
            choices,
        })
    }
}

pub async fn page(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let (form, problems) = (Texts::new(), Problems::default());
    app.views.page(&EventPage::read(&mut db, &user, &key, form, problems).await?)
}

/// Does it; or shows the form again, with what was written and what is wrong with it.
pub async fn send(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
    sent: input::Sent,
) -> Result<Response> {
    app.limits.event(&LIMIT, user.user.id)?;
    let back = rows::path(&key);
    let problems = match happen(&app, &user, &key, sent.fields()).await {
        Ok(done) => return Ok(done.answer(sent.page, &back, EVENT)),
        Err(error) if sent.page => problems_of(error)?,
        Err(error) => return Err(error),
    };
    let mut db = app.read().await?;
    let page = EventPage::read(&mut db, &user, &key, sent.texts(), problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, app.views.page(&page)?).into_response())
}

/// All of it or nothing: finds the row, if it is the person's to see, and does it.
async fn happen(app: &App, user: &CurrentUser, key: &EnrolmentKey, fields: Fields) -> Result<Done> {
    let params = super::NoteParams::read(fields)?;
    let mut unit = app.begin().await?;
    // As the person is now that the unit has its turn.
    let by = CurrentUser { user: user.now(unit.db()).await?, login_id: user.login_id };
    let row = Enrolment::find(unit.db(), key).await?;
    let series_id = Some(params.series_id);
    let ids = told::EventIds { series_id };
    ids.check(unit.db()).await?;
    let done = super::note(&mut unit, &by, &row, params);
    let done = done.await?;
    unit.commit().await?;
    Ok(done)
}
