//! `/api/decisions`: decisions.
//!
//! What leads to a room is there only for its members.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::{self, Result};
use crate::http::auth::CurrentUser;
use crate::input::{Fields, List, Paging};

use crate::model::decision::Decision;

use crate::model::decision::DecisionChanges;

use crate::model::decision::DecisionFilter;

use crate::model::decision::NewDecision;

use crate::model::user::User;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of decisions, the newest first.
#[utoipa::path(
    get,
    path = "/api/decisions",
    operation_id = "list_decisions",
    tag = "decisions",
    params(
        DecisionFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<Decision>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(filter): Query<DecisionFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Decision>>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let list = Decision::list(&mut db, me, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds a decision.
#[utoipa::path(
    post,
    path = "/api/decisions",
    operation_id = "create_decisions",
    tag = "decisions",
    request_body = NewDecision,
    responses(
        (status = 201, body = Decision),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Decision>)> {
    let new = NewDecision::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Decision::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One decision.
#[utoipa::path(
    get,
    path = "/api/decisions/{id}",
    operation_id = "show_decisions",
    tag = "decisions",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Decision),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Decision>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let row = Decision::find(&mut db, me, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/decisions/{id}",
    operation_id = "change_decisions",
    tag = "decisions",
    params(("id" = i64, Path)),
    request_body = DecisionChanges,
    responses(
        (status = 200, body = Decision),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Decision>> {
    let changes = DecisionChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Decision::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/decisions/{id}",
    operation_id = "delete_decisions",
    tag = "decisions",
    params(("id" = i64, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn delete(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    Decision::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
