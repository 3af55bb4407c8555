//! `/series`: series.

pub mod events;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Html;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::MaybeUser;
use crate::http::done;
use crate::input::{List, Paging};
use crate::views;

use crate::model::series::Series;

pub fn router() -> Router<App> {
    Router::new().route("/series", get(list)).merge(events::router())
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<Series>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/series/list.html";
}

/// Series, the newest first.
async fn list(
    State(app): State<App>,
    viewer: MaybeUser,
    Query(paging): Query<Paging>,
    Query(asked): Query<done::Asked>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let list = Series::list(&mut db, &paging);
    let list = list.await?;
    let mut page = super::around(&mut db, &viewer).await?;
    page.flash = events::said(asked.done.as_deref());
    let active_view = "series";
    app.views.page(&ListPage { page, active_view, list })
}
