//! `/match`: xes.

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

use crate::model::x::X;

pub fn router() -> Router<App> {
    Router::new().route("/match", get(list))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<X>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/match_/list.html";
}

/// Xes, the newest first.
async fn list(State(app): State<App>, viewer: MaybeUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let paging = Paging::most();
    let list = X::list(&mut db, &paging);
    let list = list.await?;
    let page = super::around(&mut db, &viewer).await?;
    let active_view = "match";
    app.views.page(&ListPage { page, active_view, list })
}
