//! `/statuses`: statuses.

pub mod events;
mod form;
mod rows;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::MaybeUser;
use crate::input::{List, Paging};
use crate::views;

use crate::model::status::Status;

pub fn router() -> Router<App> {
    Router::new()
        .route("/statuses", get(list).post(form::create))
        .route("/statuses/new", get(form::new))
        .route("/statuses/{id}", get(rows::show))
        .route("/statuses/{id}/edit", get(rows::edit).post(rows::save))
        .route("/statuses/{id}/delete", get(rows::confirm).post(rows::delete))
        .merge(events::router())
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<Status>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/statuses/list.html";
}

/// Statuses, the newest first.
async fn list(State(app): State<App>, viewer: MaybeUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let paging = Paging::most();
    let list = Status::list(&mut db, &paging);
    let list = list.await?;
    let page = super::around(&mut db, &viewer).await?;
    let active_view = "statuses";
    app.views.page(&ListPage { page, active_view, list })
}
