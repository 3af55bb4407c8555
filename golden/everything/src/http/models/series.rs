//! `/api/series`: series.

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

use crate::model::series::Series;

use crate::model::series::SeriesChanges;

use crate::model::series::NewSeries;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of series, the newest first.
#[utoipa::path(
    get,
    path = "/api/series",
    operation_id = "list_series",
    tag = "series",
    params(
        Paging,
    ),
    responses(
        (status = 200, body = List<Series>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Series>>> {
    let mut db = app.read().await?;
    let list = Series::list(&mut db, &paging);
    Ok(Json(list.await?))
}

/// Adds a series.
#[utoipa::path(
    post,
    path = "/api/series",
    operation_id = "create_series",
    tag = "series",
    request_body = NewSeries,
    responses(
        (status = 201, body = Series),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Series>)> {
    let new = NewSeries::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Series::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One series.
#[utoipa::path(
    get,
    path = "/api/series/{id}",
    operation_id = "show_series",
    tag = "series",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Series),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Series>> {
    let mut db = app.read().await?;
    let row = Series::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/series/{id}",
    operation_id = "change_series",
    tag = "series",
    params(("id" = i64, Path)),
    request_body = SeriesChanges,
    responses(
        (status = 200, body = Series),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Series>> {
    let changes = SeriesChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Series::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/series/{id}",
    operation_id = "delete_series",
    tag = "series",
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
    Series::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
