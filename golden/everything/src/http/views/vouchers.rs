//! `/vouchers`: vouchers.

pub mod events;
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

use crate::model::voucher::Voucher;

use crate::model::voucher::VoucherFilter;

use crate::model::voucher::ShownVoucher;

pub fn router() -> Router<App> {
    Router::new()
        .route("/vouchers", get(list).post(form::create))
        .route("/vouchers/new", get(form::new))
        .route("/vouchers/{id}", get(rows::show))
        .route("/vouchers/{id}/edit", get(rows::edit).post(rows::save))
        .route("/vouchers/{id}/delete", get(rows::confirm).post(rows::delete))
        .merge(events::router())
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownVoucher>,
    /// What is searched for.
    words: String,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/vouchers/list.html";
}

/// Vouchers, the newest first.
async fn list(
    State(app): State<App>,
    viewer: CurrentUser,
    Query(words): Query<Words>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let filter = VoucherFilter::default();
    let paging = Paging::most();
    let list = Voucher::list_shown(&mut db, &filter, &words, &paging);
    let list = list.await?;
    let page = frame(&mut db, &viewer).await?;
    let active_view = "vouchers";
    let words = words.q.unwrap_or_default();
    app.views.page(&ListPage { page, active_view, list, words })
}
