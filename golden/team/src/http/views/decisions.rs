//! `/decisions`: decisions.

pub mod events;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Html;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::http::done;
use crate::http::frame::frame;
use crate::input::{List, Paging};
use crate::views;

use crate::model::decision::Decision;

use crate::model::decision::DecisionFilter;

use crate::model::decision::ShownDecision;

pub fn router() -> Router<App> {
    Router::new().route("/decisions", get(list)).merge(events::router())
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownDecision>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/decisions/list.html";
}

/// Decisions, the newest first.
async fn list(
    State(app): State<App>,
    viewer: CurrentUser,
    Query(paging): Query<Paging>,
    Query(asked): Query<done::Asked>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let me = viewer.user.id;
    let filter = DecisionFilter::default();
    let list = Decision::list_shown(&mut db, me, &filter, &paging);
    let list = list.await?;
    let mut page = frame(&mut db, &viewer).await?;
    page.flash = events::said(asked.done.as_deref());
    let active_view = "decisions";
    app.views.page(&ListPage { page, active_view, list })
}
