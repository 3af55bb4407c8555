//! `/tasks`: tasks.

mod form;
mod rows;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Html;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::frame::frame;
use crate::input::{List, Paging, Words};
use crate::views;

use crate::model::task::Task;

use crate::model::task::TaskFilter;

use crate::model::task::ShownTask;

pub fn router() -> Router<App> {
    Router::new()
        .route("/tasks", get(list).post(form::create))
        .route("/tasks/new", get(form::new))
        .route("/tasks/{id}", get(rows::show))
        .route("/tasks/{id}/edit", get(rows::edit).post(rows::save))
        .route("/tasks/{id}/delete", get(rows::confirm).post(rows::delete))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownTask>,
    /// What is searched for.
    words: String,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/tasks/list.html";
}

/// Tasks, the newest first.
async fn list(
    State(app): State<App>,
    viewer: CurrentUser,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let me = viewer.user.id;
    let filter = TaskFilter::default();
    let list = Task::list_shown(&mut db, me, &filter, &words, &paging);
    let list = list.await?;
    let page = frame(&mut db, &viewer).await?;
    let active_view = "tasks";
    let words = words.q.unwrap_or_default();
    app.views.page(&ListPage { page, active_view, list, words })
}
