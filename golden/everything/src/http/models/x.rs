//! `/api/xes`: xes.

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

use crate::model::x::X;

use crate::model::x::XChanges;

use crate::model::x::NewX;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of xes, the newest first.
#[utoipa::path(
    get,
    path = "/api/xes",
    operation_id = "list_xes",
    tag = "xes",
    params(
        Paging,
    ),
    responses(
        (status = 200, body = List<X>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(paging): Query<Paging>,
) -> Result<Json<List<X>>> {
    let mut db = app.read().await?;
    let list = X::list(&mut db, &paging);
    Ok(Json(list.await?))
}

/// Adds a x.
#[utoipa::path(
    post,
    path = "/api/xes",
    operation_id = "create_xes",
    tag = "xes",
    request_body = NewX,
    responses(
        (status = 201, body = X),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<X>)> {
    let new = NewX::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = X::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One x.
#[utoipa::path(
    get,
    path = "/api/xes/{id}",
    operation_id = "show_xes",
    tag = "xes",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = X),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(State(app): State<App>, _user: CurrentUser, Path(id): Path<i64>) -> Result<Json<X>> {
    let mut db = app.read().await?;
    let row = X::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/xes/{id}",
    operation_id = "change_xes",
    tag = "xes",
    params(("id" = i64, Path)),
    request_body = XChanges,
    responses(
        (status = 200, body = X),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<X>> {
    let changes = XChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = X::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/xes/{id}",
    operation_id = "delete_xes",
    tag = "xes",
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
    X::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
