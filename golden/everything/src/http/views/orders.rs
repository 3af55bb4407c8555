//! `/orders`: orders.

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

use crate::model::order::Order;

use crate::model::order::OrderFilter;

use crate::model::order::ShownOrder;

pub fn router() -> Router<App> {
    Router::new()
        .route("/orders", get(list).post(form::create))
        .route("/orders/new", get(form::new))
        .route("/orders/{id}", get(rows::show))
        .route("/orders/{id}/edit", get(rows::edit).post(rows::save))
        .route("/orders/{id}/delete", get(rows::confirm).post(rows::delete))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownOrder>,
    /// What is searched for.
    words: String,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/orders/list.html";
}

/// Orders, the newest first.
async fn list(
    State(app): State<App>,
    viewer: CurrentUser,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let filter = OrderFilter::default();
    let list = Order::list_shown(&mut db, &filter, &words, &paging);
    let list = list.await?;
    let page = frame(&mut db, &viewer).await?;
    let active_view = "orders";
    let words = words.q.unwrap_or_default();
    app.views.page(&ListPage { page, active_view, list, words })
}
