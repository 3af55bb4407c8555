//! `/api/tickets`: tickets.
//!
//! What leads to a chat session is there only for its members.

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

use crate::model::ticket::Ticket;

use crate::model::ticket::TicketChanges;

use crate::model::ticket::TicketFilter;

use crate::model::ticket::NewTicket;

use crate::model::user::User;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of tickets, the newest first.
#[utoipa::path(
    get,
    path = "/api/tickets",
    operation_id = "list_tickets",
    tag = "tickets",
    params(
        TicketFilter,
        Words,
        Paging,
    ),
    responses(
        (status = 200, body = List<Ticket>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(filter): Query<TicketFilter>,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Ticket>>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let list = Ticket::list(&mut db, me, &filter, &words, &paging);
    Ok(Json(list.await?))
}

/// Adds a ticket.
#[utoipa::path(
    post,
    path = "/api/tickets",
    operation_id = "create_tickets",
    tag = "tickets",
    request_body = NewTicket,
    responses(
        (status = 201, body = Ticket),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Ticket>)> {
    let new = NewTicket::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Ticket::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One ticket.
#[utoipa::path(
    get,
    path = "/api/tickets/{id}",
    operation_id = "show_tickets",
    tag = "tickets",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Ticket),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Ticket>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let row = Ticket::find(&mut db, me, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/tickets/{id}",
    operation_id = "change_tickets",
    tag = "tickets",
    params(("id" = i64, Path)),
    request_body = TicketChanges,
    responses(
        (status = 200, body = Ticket),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Ticket>> {
    let changes = TicketChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = User::acting(&mut unit, &user).await?;
    let row = Ticket::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/tickets/{id}",
    operation_id = "delete_tickets",
    tag = "tickets",
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
    Ticket::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
