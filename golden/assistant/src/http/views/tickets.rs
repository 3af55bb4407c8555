//! `/tickets`: tickets.

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

use crate::model::ticket::Ticket;

use crate::model::ticket::TicketFilter;

use crate::model::ticket::ShownTicket;

pub fn router() -> Router<App> {
    Router::new()
        .route("/tickets", get(list).post(form::create))
        .route("/tickets/new", get(form::new))
        .route("/tickets/{id}", get(rows::show))
        .route("/tickets/{id}/edit", get(rows::edit).post(rows::save))
        .route("/tickets/{id}/delete", get(rows::confirm).post(rows::delete))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownTicket>,
    /// What is searched for.
    words: String,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/tickets/list.html";
}

/// Tickets, the newest first.
async fn list(
    State(app): State<App>,
    viewer: CurrentUser,
    Query(words): Query<Words>,
    Query(paging): Query<Paging>,
) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let me = viewer.user.id;
    let filter = TicketFilter::default();
    let list = Ticket::list_shown(&mut db, me, &filter, &words, &paging);
    let list = list.await?;
    let page = frame(&mut db, &viewer).await?;
    let active_view = "tickets";
    let words = words.q.unwrap_or_default();
    app.views.page(&ListPage { page, active_view, list, words })
}
