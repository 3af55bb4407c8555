//! `/api/attachments`: attachments.
//!
//! What leads to a channel is there only for its members.

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

use crate::model::attachment::Attachment;

use crate::model::attachment::AttachmentChanges;

use crate::model::attachment::AttachmentFilter;

use crate::model::attachment::NewAttachment;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of attachments, the newest first.
#[utoipa::path(
    get,
    path = "/api/attachments",
    operation_id = "list_attachments",
    tag = "attachments",
    params(
        AttachmentFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<Attachment>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(filter): Query<AttachmentFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Attachment>>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let list = Attachment::list(&mut db, me, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds an attachment.
#[utoipa::path(
    post,
    path = "/api/attachments",
    operation_id = "create_attachments",
    tag = "attachments",
    request_body = NewAttachment,
    responses(
        (status = 201, body = Attachment),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Attachment>)> {
    let new = NewAttachment::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Attachment::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One attachment.
#[utoipa::path(
    get,
    path = "/api/attachments/{id}",
    operation_id = "show_attachments",
    tag = "attachments",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Attachment),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Attachment>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let row = Attachment::find(&mut db, me, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/attachments/{id}",
    operation_id = "change_attachments",
    tag = "attachments",
    params(("id" = i64, Path)),
    request_body = AttachmentChanges,
    responses(
        (status = 200, body = Attachment),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Attachment>> {
    let changes = AttachmentChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Attachment::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/attachments/{id}",
    operation_id = "delete_attachments",
    tag = "attachments",
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
    Attachment::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
