//! `/api/orders`: orders.

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

use crate::model::order::Order;

use crate::model::order::OrderChanges;

use crate::model::order::OrderFilter;

use crate::model::order::NewOrder;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of orders, the newest first.
#[utoipa::path(
    get,
    path = "/api/orders",
    operation_id = "list_order",
    tag = "order",
    params(
        OrderFilter,
        Words,
        Paging,
    ),
    responses(
        (status = 200, body = List<Order>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(filter): Query<OrderFilter>,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Order>>> {
    let mut db = app.read().await?;
    let list = Order::list(&mut db, &filter, &words, &paging);
    Ok(Json(list.await?))
}

/// Adds an order.
#[utoipa::path(
    post,
    path = "/api/orders",
    operation_id = "create_order",
    tag = "order",
    request_body = NewOrder,
    responses(
        (status = 201, body = Order),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Order>)> {
    let new = NewOrder::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Order::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One order.
#[utoipa::path(
    get,
    path = "/api/orders/{id}",
    operation_id = "show_order",
    tag = "order",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Order),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Order>> {
    let mut db = app.read().await?;
    let row = Order::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/orders/{id}",
    operation_id = "change_order",
    tag = "order",
    params(("id" = i64, Path)),
    request_body = OrderChanges,
    responses(
        (status = 200, body = Order),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Order>> {
    let changes = OrderChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Order::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/orders/{id}",
    operation_id = "delete_order",
    tag = "order",
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
    Order::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
