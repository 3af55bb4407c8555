//! `/api/news`: news.
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
use crate::input::{Fields, List, Paging, Words};

use crate::model::news::News;

use crate::model::news::NewsChanges;

use crate::model::news::NewsFilter;

use crate::model::news::NewNews;

use crate::model::person::Person;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// A page of news, the newest first.
#[utoipa::path(
    get,
    path = "/api/news",
    operation_id = "list_news",
    tag = "news",
    params(
        NewsFilter,
        Words,
        Paging,
    ),
    responses(
        (status = 200, body = List<News>),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn list(
    State(app): State<App>,
    user: CurrentUser,
    Query(filter): Query<NewsFilter>,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Json<List<News>>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let list = News::list(&mut db, me, &filter, &words, &paging);
    Ok(Json(list.await?))
}

/// Adds a news.
#[utoipa::path(
    post,
    path = "/api/news",
    operation_id = "create_news",
    tag = "news",
    request_body = NewNews,
    responses(
        (status = 201, body = News),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn create(
    State(app): State<App>,
    user: CurrentUser,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<(StatusCode, Json<News>)> {
    let new = NewNews::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = News::create(&mut unit, &by, new).await?;
    unit.commit().await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// One news.
#[utoipa::path(
    get,
    path = "/api/news/{id}",
    operation_id = "show_news",
    tag = "news",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = News),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn show(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
) -> Result<Json<News>> {
    let me = user.user.id;
    let mut db = app.read().await?;
    let row = News::find(&mut db, me, id);
    Ok(Json(row.await?))
}

/// Changes what is given, and leaves the rest as it is.
#[utoipa::path(
    patch,
    path = "/api/news/{id}",
    operation_id = "change_news",
    tag = "news",
    params(("id" = i64, Path)),
    request_body = NewsChanges,
    responses(
        (status = 200, body = News),
        (status = "4XX", body = error::Problem),
    ),
)]
async fn change(
    State(app): State<App>,
    user: CurrentUser,
    Path(id): Path<i64>,
    Json(given): Json<serde_json::Map<String, Value>>,
) -> Result<Json<News>> {
    let changes = NewsChanges::read(Fields::json(given))?;
    let mut unit = app.begin().await?;
    let by = Person::acting(&mut unit, &user).await?;
    let row = News::update(&mut unit, &by, id, changes).await?;
    unit.commit().await?;
    Ok(Json(row))
}

/// Deletes it.
#[utoipa::path(
    delete,
    path = "/api/news/{id}",
    operation_id = "delete_news",
    tag = "news",
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
    News::delete(&mut unit, &by, id).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
