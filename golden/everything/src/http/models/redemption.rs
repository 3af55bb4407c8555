//! `/api/redemptions`: redemptions.

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

use crate::model::redemption::Redemption;

use crate::model::redemption::RedemptionChanges;

use crate::model::redemption::RedemptionFilter;

use crate::model::redemption::NewRedemption;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of redemptions, the newest first.
#[utoipa::path(
    get,
    path = "/api/redemptions",
    operation_id = "list_redemptions",
    tag = "redemptions",
    params(
        RedemptionFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<Redemption>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(filter): Query<RedemptionFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Redemption>>> {
    let mut db = app.read().await?;
    let list = Redemption::list(&mut db, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds a redemption.
#[utoipa::path(
    post,
    path = "/api/redemptions",
    operation_id = "create_redemptions",
    tag = "redemptions",
    request_body = NewRedemption,
    responses(
        (status = 201, body = Redemption),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Redemption>)> {
    let new = NewRedemption::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Redemption::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One redemption.
#[utoipa::path(
    get,
    path = "/api/redemptions/{id}",
    operation_id = "show_redemptions",
    tag = "redemptions",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Redemption),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Redemption>> {
    let mut db = app.read().await?;
    let row = Redemption::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/redemptions/{id}",
    operation_id = "change_redemptions",
    tag = "redemptions",
    params(("id" = i64, Path)),
    request_body = RedemptionChanges,
    responses(
        (status = 200, body = Redemption),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Redemption>> {
    let changes = RedemptionChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Redemption::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/redemptions/{id}",
    operation_id = "delete_redemptions",
    tag = "redemptions",
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
    Redemption::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
