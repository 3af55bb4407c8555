//! `POST /statuses/{id}/events/done`: who may, how often, and what they are told.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done::Done;
use crate::http::limits;
use crate::input::{self, Fields};

use crate::http::views::statuses::rows;

use crate::model::status::Status;

/// What an address says once it is done.
const EVENT: &str = "done";

/// For each person.
const LIMIT: limits::Limit = limits::Limit::new("statuses", EVENT, 2, 60);

pub fn router() -> Router<App> {
    Router::new().route("/statuses/{id}/events/done", post(send))
}

pub async fn send(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    sent: input::Sent,
) -> Result<Response> {
    app.limits.event(&LIMIT, user.user.id)?;
    let done = happen(&app, &user, id, sent.fields()).await?;
    Ok(done.answer(sent.page, &rows::path(id), EVENT))
}

/// All of it or nothing: finds the row, if it is the person's to see, and does it.
async fn happen(app: &App, user: &CurrentUser, id: i64, fields: Fields) -> Result<Done> {
    fields.finish()?;
    let mut unit = app.begin().await?;
    // As the person is now that the unit has its turn.
    let by = CurrentUser { user: user.now(unit.db()).await?, login_id: user.login_id };
    let row = Status::find(unit.db(), id).await?;
    let done = super::done_(&mut unit, &by, &row);
    let done = done.await?;
    unit.commit().await?;
    Ok(done)
}
