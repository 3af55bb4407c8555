//! `/api/notes`: notes.
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

use crate::model::note::Note;

use crate::model::note::NoteChanges;

use crate::model::note::NoteFilter;

use crate::model::note::NewNote;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of notes, the newest first.
#[utoipa::path(
    get,
    path = "/api/notes",
    operation_id = "list_notes",
    tag = "notes",
    params(
        NoteFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<Note>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(filter): Query<NoteFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<Note>>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let list = Note::list(&mut db, me, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds a note.
#[utoipa::path(
    post,
    path = "/api/notes",
    operation_id = "create_notes",
    tag = "notes",
    request_body = NewNote,
    responses(
        (status = 201, body = Note),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<Note>)> {
    let new = NewNote::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Note::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One note.
#[utoipa::path(
    get,
    path = "/api/notes/{id}",
    operation_id = "show_notes",
    tag = "notes",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Note),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<Note>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let row = Note::find(&mut db, me, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/notes/{id}",
    operation_id = "change_notes",
    tag = "notes",
    params(("id" = i64, Path)),
    request_body = NoteChanges,
    responses(
        (status = 200, body = Note),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<Note>> {
    let changes = NoteChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = Note::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/notes/{id}",
    operation_id = "delete_notes",
    tag = "notes",
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
    Note::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
