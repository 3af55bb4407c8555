//! `/api/statuses`: statuses.

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

use crate::model::status::Status;

use crate::model::status::StatusChanges;

use crate::model::status::NewStatus;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of statuses, the newest first.
#[utoipa::path(
    get,
    path = "/api/statuses",
    operation_id = "list_statuses",
    tag = "statuses",
    params(
        Paging,
    ),
    responses(
        (status = 200, body = List<Status>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Status>>> {
    let mut db = app.read().await?;
    let list = Status::list(&mut db, &paging);
    Ok(Json(list.await?))
}

/// Adds a status.
#[utoipa::path(
    post,
    path = "/api/statuses",
    operation_id = "create_statuses",
    tag = "statuses",
    request_body = NewStatus,
    responses(
        (status = 201, body = Status),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Status>)> {
    let new = NewStatus::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Status::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One status.
#[utoipa::path(
    get,
    path = "/api/statuses/{id}",
    operation_id = "show_statuses",
    tag = "statuses",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Status),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Status>> {
    let mut db = app.read().await?;
    let row = Status::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/statuses/{id}",
    operation_id = "change_statuses",
    tag = "statuses",
    params(("id" = i64, Path)),
    request_body = StatusChanges,
    responses(
        (status = 200, body = Status),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Status>> {
    let changes = StatusChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Status::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/statuses/{id}",
    operation_id = "delete_statuses",
    tag = "statuses",
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
    let by = Person::acting(&mut unit, &user).await?;
    Status::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
