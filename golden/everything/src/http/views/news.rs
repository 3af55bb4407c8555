//! `/news`: news.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Html;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::error::Result;
use crate::http::auth::MaybeUser;
use crate::input::{List, Paging, Words};
use crate::views;

use crate::model::news::News;

use crate::model::news::NewsFilter;

use crate::model::news::ShownNews;

pub fn router() -> Router<App> {
    Router::new().route("/news", get(list))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownNews>,
    /// What is searched for.
    words: String,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/news/list.html";
}

/// News, the newest first.
async fn list(
    State(app): State<App>,
    viewer: MaybeUser,
    Query(words): Query<Words>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let me = viewer.0.as_ref().map_or(0, |viewer| viewer.user.id);
    let filter = NewsFilter::default();
    let paging = Paging::most();
    let list = News::list_shown(&mut db, me, &filter, &words, &paging);
    let list = list.await?;
    let page = super::around(&mut db, &viewer).await?;
    let active_view = "news";
    let words = words.q.unwrap_or_default();
    app.views.page(&ListPage { page, active_view, list, words })
}
