//! `/api/tasks`: tasks.
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
use crate::input::{Fields, List, Paging, Words};

use crate::model::task::Task;

use crate::model::task::TaskChanges;

use crate::model::task::TaskFilter;

use crate::model::task::NewTask;

use crate::model::user::User;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of tasks, the newest first.
#[utoipa::path(
    get,
    path = "/api/tasks",
    operation_id = "list_tasks",
    tag = "tasks",
    params(
        TaskFilter,
        Words,
        Paging,
    ),
    responses(
        (status = 200, body = List<Task>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(filter): Query<TaskFilter>,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Task>>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let list = Task::list(&mut db, me, &filter, &words, &paging);
    Ok(Json(list.await?))
}

/// Adds a task.
#[utoipa::path(
    post,
    path = "/api/tasks",
    operation_id = "create_tasks",
    tag = "tasks",
    request_body = NewTask,
    responses(
        (status = 201, body = Task),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Task>)> {
    let new = NewTask::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Task::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One task.
#[utoipa::path(
    get,
    path = "/api/tasks/{id}",
    operation_id = "show_tasks",
    tag = "tasks",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Task),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Task>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let row = Task::find(&mut db, me, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/tasks/{id}",
    operation_id = "change_tasks",
    tag = "tasks",
    params(("id" = i64, Path)),
    request_body = TaskChanges,
    responses(
        (status = 200, body = Task),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Task>> {
    let changes = TaskChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Task::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/tasks/{id}",
    operation_id = "delete_tasks",
    tag = "tasks",
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
    Task::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
