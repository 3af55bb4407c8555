//! Asking the assistant, stopping it, and having it try again.

use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::assistant::Assistant;
use crate::error::{Error, Problem, Result};
use crate::http::auth::CurrentUser;
use crate::http::in_room::{AtRoom, InRoom};
use crate::model::run::Run;

use crate::model::post::Post;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(show))
        .routes(routes!(stop))
        .routes(routes!(retry))
}

/// A run in a channel of the caller; the path names it as `run_id`.
pub struct OfRun {
    pub run: Run,
    pub at: InRoom,
}

#[derive(Deserialize)]
struct RunPath {
    run_id: i64,
}

#[derive(Deserialize, ToSchema)]
struct Question {
    /// The message that is to be answered.
    prompt_id: i64,
}

/// Has a message answered, or answered anew
///
/// A message is answered when it is sent; this is for one that was edited since, or sent while the assistant was off.
#[utoipa::path(
    post,
    path = "/api/channels/{room_id}/runs",
    tag = "assistant",
    params(("room_id" = i64, Path)),
    responses(
        (status = 201, body = Run),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn ask(
    State(app): State<App>,
    at: InRoom,
    Json(question): Json<Question>,
) -> Result<(StatusCode, Json<Run>)> {
    at.room.must_be_in_use()?;
    let (room_id, user_id, prompt_id) = (at.room.id, at.user.user.id, question.prompt_id);
    let mut unit = app.begin().await?;
    let prompt = Post::find(unit.db(), prompt_id).await?;
    if prompt.room_id != room_id {
        return Err(Error::NotFound);
    }
    if prompt.role != "user" || prompt.deleted_at.is_some() {
        return Err(Error::Conflict("Only what a person said can be answered.".into()));
    }
    let run = match Run::for_prompt(unit.db(), prompt.id).await? {
        Some(run) => Assistant::retry(&mut unit, &run, user_id).await?,
        None => Assistant::ask(&mut unit, room_id, user_id, prompt.id).await?,
    };
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(run)))
}

/// How far it is
#[utoipa::path(
    get,
    path = "/api/runs/{run_id}",
    tag = "assistant",
    params(("run_id" = i64, Path)),
    responses(
        (status = 200, body = Run),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(of: OfRun) -> Json<Run> {
    Json(of.run)
}

/// Ends it at once
///
/// What is there of the reply stays. A run that is over already stays as it is.
#[utoipa::path(
    post,
    path = "/api/runs/{run_id}/stop",
    tag = "assistant",
    params(("run_id" = i64, Path)),
    responses(
        (status = 200, body = Run),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn stop(State(app): State<App>, of: OfRun) -> Result<Json<Run>> {
    Assistant::stop(&app, &of.run).await?;
    let mut db = app.read().await?;
    Ok(Json(Run::find(&mut db, of.run.id).await?))
}

/// Has the reply written anew
///
/// The message stays where it is and begins empty, with a new run.
#[utoipa::path(
    post,
    path = "/api/runs/{run_id}/retry",
    tag = "assistant",
    params(("run_id" = i64, Path)),
    responses(
        (status = 201, body = Run),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn retry(State(app): State<App>, of: OfRun) -> Result<(StatusCode, Json<Run>)> {
    of.at.room.must_be_in_use()?;
    let mut unit = app.begin().await?;
    let run = Assistant::retry(&mut unit, &of.run, of.at.user.user.id).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(run)))
}

impl FromRequestParts<App> for OfRun {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let user = CurrentUser::from_request_parts(parts, app).await?;
        let path = Path::<RunPath>::from_request_parts(parts, app).await;
        let Path(RunPath { run_id }) = path.map_err(|_| Error::NotFound)?;
        let run = Run::find(&mut *app.read().await?, run_id).await?;
        // Runs belong to members: to everybody else they do not exist, wherever they are.
        let at = InRoom::of(AtRoom::of(app, user, run.room_id).await?);
        Ok(Self { run, at: at.map_err(|_| Error::NotFound)? })
    }
}
