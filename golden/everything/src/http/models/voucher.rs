//! `/api/vouchers`: vouchers.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::error::{self, Result};
use crate::http::auth::CurrentUser;
use crate::input::{Fields, List, Paging, Words};

use crate::model::voucher::Voucher;

use crate::model::voucher::VoucherChanges;

use crate::model::voucher::VoucherFilter;

use crate::model::voucher::NewVoucher;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of vouchers, the newest first.
#[utoipa::path(
    get,
    path = "/api/vouchers",
    operation_id = "list_vouchers",
    tag = "vouchers",
    params(
        VoucherFilter,
        Words,
        Paging,
    ),
    responses(
        (status = 200, body = List<Voucher>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(filter): Query<VoucherFilter>,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Voucher>>> {
    let mut db = app.read().await?;
    let list = Voucher::list(&mut db, &filter, &words, &paging);
    Ok(Json(list.await?))
}

/// Adds a voucher.
#[utoipa::path(
    post,
    path = "/api/vouchers",
    operation_id = "create_vouchers",
    tag = "vouchers",
    request_body = NewVoucher,
    responses(
        (status = 201, body = Voucher),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Voucher>)> {
    let new = NewVoucher::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Voucher::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One voucher.
#[utoipa::path(
    get,
    path = "/api/vouchers/{id}",
    operation_id = "show_vouchers",
    tag = "vouchers",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, body = Voucher),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(id): Path<Uuid>,
) -> Result<Json<Voucher>> {
    let mut db = app.read().await?;
    let row = Voucher::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/vouchers/{id}",
    operation_id = "change_vouchers",
    tag = "vouchers",
    params(("id" = Uuid, Path)),
    request_body = VoucherChanges,
    responses(
        (status = 200, body = Voucher),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<Uuid>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Voucher>> {
    let changes = VoucherChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Voucher::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/vouchers/{id}",
    operation_id = "delete_vouchers",
    tag = "vouchers",
    params(("id" = Uuid, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn delete(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<Uuid>,
) -> Result<StatusCode> {
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    Voucher::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
