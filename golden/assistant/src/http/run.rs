//! Asking the assistant, stopping it, and having it try again or go on.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::assistant::Assistant;
use crate::error::{Error, Problem, Result};
use crate::http::auth::CurrentUser;
use crate::model::access::{InRoom, OfRun};
use crate::model::run::Run;

use crate::model::message::Message;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(show))
        .routes(routes!(stop))
        .routes(routes!(retry))
        .routes(routes!(go_on))
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
    path = "/api/chat-sessions/{room_id}/runs",
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
    by: CurrentUser,
    Json(question): Json<Question>,
) -> Result<(StatusCode, Json<Run>)> {
    let mut unit = app.begin().await?;
    let member = InRoom::fact(&mut unit, &by, at.room.id).await?;
    let prompt = Message::find(unit.db(), question.prompt_id).await?;
    if prompt.room_id != member.room.id {
        return Err(Error::NotFound);
    }
    if prompt.role != "user" || prompt.deleted_at.is_some() {
        return Err(Error::Conflict("Only what a person said can be answered.".into()));
    }
    let run = match Run::for_prompt(unit.db(), prompt.id).await? {
        Some(run) => {
            let of = OfRun::fact(&mut unit, &by, run.id).await?;
            Assistant::retry(&mut unit, &of).await?
        }
        None => Assistant::ask(&mut unit, &member, prompt.id).await?,
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
async fn retry(
    State(app): State<App>,
    of: OfRun,
    by: CurrentUser,
) -> Result<(StatusCode, Json<Run>)> {
    let mut unit = app.begin().await?;
    let of = OfRun::fact(&mut unit, &by, of.run.id).await?;
    let run = Assistant::retry(&mut unit, &of).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(run)))
}

/// Goes on with a reply that ended early
///
/// The message keeps its text, to which a new run adds. That a reply ended early may be due to its provider (`cut`), to
/// somebody who stopped it, to a failure on the way, or to a server that ended.
#[utoipa::path(
    post,
    path = "/api/runs/{run_id}/continue",
    tag = "assistant",
    params(("run_id" = i64, Path)),
    responses(
        (status = 201, body = Run),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn go_on(
    State(app): State<App>,
    of: OfRun,
    by: CurrentUser,
) -> Result<(StatusCode, Json<Run>)> {
    let mut unit = app.begin().await?;
    let of = OfRun::fact(&mut unit, &by, of.run.id).await?;
    let run = Assistant::go_on(&mut unit, &of).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(run)))
}
