//! `/api/internationalisation-coordination-notes`: internationalisation coordination notes.

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

use crate::model::internationalisation_coordination_note::InternationalisationCoordinationNote;

use crate::model::internationalisation_coordination_note::InternationalisationCoordinationNoteChanges;

use crate::model::internationalisation_coordination_note::InternationalisationCoordinationNoteFilter;

use crate::model::internationalisation_coordination_note::NewInternationalisationCoordinationNote;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of internationalisation coordination notes, the newest first.
#[utoipa::path(
    get,
    path = "/api/internationalisation-coordination-notes",
    operation_id = "list_internationalisation_coordination_notes",
    tag = "internationalisation_coordination_notes",
    params(
        InternationalisationCoordinationNoteFilter,
        Paging,
    ),
    responses(
        (status = 200, body = List<InternationalisationCoordinationNote>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    _user: CurrentUser,
    Query(filter): Query<InternationalisationCoordinationNoteFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<InternationalisationCoordinationNote>>> {
    let mut db = app.read().await?;
    let list = InternationalisationCoordinationNote::list(&mut db, &filter, &paging);
    Ok(Json(list.await?))
}

/// Adds an internationalisation coordination note.
#[utoipa::path(
    post,
    path = "/api/internationalisation-coordination-notes",
    operation_id = "create_internationalisation_coordination_notes",
    tag = "internationalisation_coordination_notes",
    request_body = NewInternationalisationCoordinationNote,
    responses(
        (status = 201, body = InternationalisationCoordinationNote),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<InternationalisationCoordinationNote>)> {
    let new = NewInternationalisationCoordinationNote::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = InternationalisationCoordinationNote::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One internationalisation coordination note.
#[utoipa::path(
    get,
    path = "/api/internationalisation-coordination-notes/{id}",
    operation_id = "show_internationalisation_coordination_notes",
    tag = "internationalisation_coordination_notes",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = InternationalisationCoordinationNote),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    _user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<InternationalisationCoordinationNote>> {
    let mut db = app.read().await?;
    let row = InternationalisationCoordinationNote::find(&mut db, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/internationalisation-coordination-notes/{id}",
    operation_id = "change_internationalisation_coordination_notes",
    tag = "internationalisation_coordination_notes",
    params(("id" = i64, Path)),
    request_body = InternationalisationCoordinationNoteChanges,
    responses(
        (status = 200, body = InternationalisationCoordinationNote),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<InternationalisationCoordinationNote>> {
    let changes = InternationalisationCoordinationNoteChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = InternationalisationCoordinationNote::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/internationalisation-coordination-notes/{id}",
    operation_id = "delete_internationalisation_coordination_notes",
    tag = "internationalisation_coordination_notes",
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
    InternationalisationCoordinationNote::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
