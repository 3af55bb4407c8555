//! `POST /decisions/{id}/events/question`: who may, how often, and what they are told.

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

use crate::http::views::decisions::events;

use crate::model::decision::Decision;

use crate::model::decision::ShownDecision;

/// What an address says once it is done.
const EVENT: &str = "question";

/// For each person.
const LIMIT: limits::Limit = limits::Limit::new("decisions", EVENT, 10, 60);

pub fn router() -> Router<App> {
    Router::new().route("/decisions/{id}/events/question", get(page).post(send))
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
    row: ShownDecision,
    /// What its fields hold; a field that is not here begins with its default.
    form: Texts,
    problems: Problems,
}

impl views::Template for EventPage {
    const NAME: &'static str = "views/decisions/events/question.html";
}

impl EventPage {
    async fn read(
        db: &mut Conn,
        user: &CurrentUser,
        id: i64,
        form: Texts,
        problems: Problems,
    ) -> Result<Self> {
        let path = events::path(id);
        Ok(Self {
            page: frame(db, user).await?,
            active_view: "decisions",
            action: format!("{path}/events/question"),
            back: "/decisions".to_owned(),
            row: Decision::show(db, user.user.id, id).await?,
            form,
            problems,
        })
    }
}

pub async fn page(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let (form, problems) = (Texts::new(), Problems::default());
    app.views.page(&EventPage::read(&mut db, &user, id, form, problems).await?)
}

/// Does it; or shows the form again, with what was written and what is wrong with it.
pub async fn send(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    sent: input::Sent,
) -> Result<Response> {
    app.limits.event(&LIMIT, user.user.id)?;
    let back = "/decisions";
    let problems = match happen(&app, &user, id, sent.fields()).await {
        Ok(done) => return Ok(done.answer(sent.page, back, EVENT)),
        Err(error) if sent.page => problems_of(error)?,
        Err(error) => return Err(error),
    };
    let mut db = app.read().await?;
    let page = EventPage::read(&mut db, &user, id, sent.texts(), problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, app.views.page(&page)?).into_response())
}

/// All of it or nothing: finds the row, if it is the person's to see, and does it.
async fn happen(app: &App, user: &CurrentUser, id: i64, fields: Fields) -> Result<Done> {
    let params = super::Question::read(fields)?;
    let mut unit = app.begin().await?;
    // As the person is now that the unit has its turn.
    let by = CurrentUser { user: user.now(unit.db()).await?, login_id: user.login_id };
    let row = Decision::find(unit.db(), by.user.id, id).await?;
    let done = super::question(&mut unit, &by, &row, params);
    let done = done.await?;
    unit.commit().await?;
    Ok(done)
}
