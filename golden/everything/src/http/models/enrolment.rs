//! `/api/enrolments`: enrolments.

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

use crate::model::enrolment::Enrolment;

use crate::model::enrolment::EnrolmentChanges;

use crate::model::enrolment::EnrolmentFilter;

use crate::model::enrolment::EnrolmentKey;

use crate::model::enrolment::NewEnrolment;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of enrolments, the newest first.
#[utoipa::path(
    get,
    path = "/api/enrolments",
    operation_id = "list_enrolments",
    tag = "enrolments",
    params(
        EnrolmentFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<Enrolment>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(filter): Query<EnrolmentFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Enrolment>>> {
    let mut db = app.read().await?;
    let list = Enrolment::list(&mut db, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds an enrolment.
#[utoipa::path(
    post,
    path = "/api/enrolments",
    operation_id = "create_enrolments",
    tag = "enrolments",
    request_body = NewEnrolment,
    responses(
        (status = 201, body = Enrolment),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Enrolment>)> {
    let new = NewEnrolment::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Enrolment::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One enrolment.
#[utoipa::path(
    get,
    path = "/api/enrolments/{series_id}/{person_id}",
    operation_id = "show_enrolments",
    tag = "enrolments",
    params(EnrolmentKey),
    responses(
        (status = 200, body = Enrolment),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
) -> Result<Json<Enrolment>> {
    let mut db = app.read().await?;
    let row = Enrolment::find(&mut db, &key);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/enrolments/{series_id}/{person_id}",
    operation_id = "change_enrolments",
    tag = "enrolments",
    params(EnrolmentKey),
    request_body = EnrolmentChanges,
    responses(
        (status = 200, body = Enrolment),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Enrolment>> {
    let changes = EnrolmentChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Enrolment::update(&mut unit, &by, &key, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/enrolments/{series_id}/{person_id}",
    operation_id = "delete_enrolments",
    tag = "enrolments",
    params(EnrolmentKey),
    responses(
        (status = 204),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn delete(
    State(app): State<App>,
    user: CurrentUser,
    Path(key): Path<EnrolmentKey>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    Enrolment::delete(&mut unit, &by, &key).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
