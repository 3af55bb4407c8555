//! `/api/types`: types.

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

use crate::model::type_::Type;

use crate::model::type_::TypeChanges;

use crate::model::type_::TypeFilter;

use crate::model::type_::NewType;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of types, the newest first.
#[utoipa::path(
    get,
    path = "/api/types",
    operation_id = "list_types",
    tag = "types",
    params(
        TypeFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<Type>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(filter): Query<TypeFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Type>>> {
    let mut db = app.read().await?;
    let list = Type::list(&mut db, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds a type.
#[utoipa::path(
    post,
    path = "/api/types",
    operation_id = "create_types",
    tag = "types",
    request_body = NewType,
    responses(
        (status = 201, body = Type),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Type>)> {
    let new = NewType::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Type::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One type.
#[utoipa::path(
    get,
    path = "/api/types/{id}",
    operation_id = "show_types",
    tag = "types",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Type),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Type>> {
    let mut db = app.read().await?;
    let row = Type::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/types/{id}",
    operation_id = "change_types",
    tag = "types",
    params(("id" = i64, Path)),
    request_body = TypeChanges,
    responses(
        (status = 200, body = Type),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Type>> {
    let changes = TypeChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Type::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/types/{id}",
    operation_id = "delete_types",
    tag = "types",
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
    Type::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
