//! `/api/projects`: projects.
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

use crate::model::project::Project;

use crate::model::project::ProjectChanges;

use crate::model::project::ProjectFilter;

use crate::model::project::NewProject;

use crate::model::user::User;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of projects, the newest first.
#[utoipa::path(
    get,
    path = "/api/projects",
    operation_id = "list_projects",
    tag = "projects",
    params(
        ProjectFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<Project>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(filter): Query<ProjectFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Project>>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let list = Project::list(&mut db, me, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds a project.
#[utoipa::path(
    post,
    path = "/api/projects",
    operation_id = "create_projects",
    tag = "projects",
    request_body = NewProject,
    responses(
        (status = 201, body = Project),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Project>)> {
    let new = NewProject::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Project::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One project.
#[utoipa::path(
    get,
    path = "/api/projects/{id}",
    operation_id = "show_projects",
    tag = "projects",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Project),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Project>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let row = Project::find(&mut db, me, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/projects/{id}",
    operation_id = "change_projects",
    tag = "projects",
    params(("id" = i64, Path)),
    request_body = ProjectChanges,
    responses(
        (status = 200, body = Project),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Project>> {
    let changes = ProjectChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Project::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/projects/{id}",
    operation_id = "delete_projects",
    tag = "projects",
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
    Project::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
