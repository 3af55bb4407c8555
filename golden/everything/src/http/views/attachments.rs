//! `/attachments`: attachments.

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

use crate::model::attachment::Attachment;

use crate::model::attachment::AttachmentFilter;

pub fn router() -> Router<App> {
    Router::new()
        .route("/attachments", get(list).post(form::create))
        .route("/attachments/new", get(form::new))
        .route("/attachments/{id}", get(rows::show))
        .route("/attachments/{id}/edit", get(rows::edit).post(rows::save))
        .route("/attachments/{id}/delete", get(rows::confirm).post(rows::delete))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<Attachment>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/attachments/list.html";
}

/// Attachments, the newest first.
async fn list(State(app): State<App>, viewer: MaybeUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let me = viewer.0.as_ref().map_or(0, |viewer| viewer.user.id);
    let filter = AttachmentFilter::default();
    let paging = Paging::most();
    let list = Attachment::list(&mut db, me, &filter, &paging);
    let list = list.await?;
    let page = super::around(&mut db, &viewer).await?;
    let active_view = "attachments";
    app.views.page(&ListPage { page, active_view, list })
}
