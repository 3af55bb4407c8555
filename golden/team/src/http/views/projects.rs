//! `/projects`: projects.

mod form;
mod rows;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::frame::frame;
use crate::input::{List, Paging};
use crate::views;

use crate::model::project::Project;

use crate::model::project::ProjectFilter;

use crate::model::project::ShownProject;

pub fn router() -> Router<App> {
    Router::new()
        .route("/projects", get(list).post(form::create))
        .route("/projects/new", get(form::new))
        .route("/projects/{id}", get(rows::show))
        .route("/projects/{id}/edit", get(rows::edit).post(rows::save))
        .route("/projects/{id}/delete", get(rows::confirm).post(rows::delete))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownProject>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/projects/list.html";
}

/// Projects, the newest first.
async fn list(State(app): State<App>, viewer: CurrentUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let me = viewer.user.id;
    let filter = ProjectFilter::default();
    let paging = Paging::most();
    let list = Project::list_shown(&mut db, me, &filter, &paging);
    let list = list.await?;
    let page = frame(&mut db, &viewer).await?;
    let active_view = "projects";
    app.views.page(&ListPage { page, active_view, list })
}
