//! `/notes`: notes.

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
use crate::http::auth::CurrentUser;
use crate::http::frame::frame;
use crate::input::{List, Paging};
use crate::views;

use crate::model::note::Note;

use crate::model::note::NoteFilter;

use crate::model::note::ShownNote;

pub fn router() -> Router<App> {
    Router::new()
        .route("/notes", get(list).post(form::create))
        .route("/notes/new", get(form::new))
        .route("/notes/{id}", get(rows::show))
        .route("/notes/{id}/edit", get(rows::edit).post(rows::save))
        .route("/notes/{id}/delete", get(rows::confirm).post(rows::delete))
        .merge(events::router())
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownNote>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/notes/list.html";
}

/// Notes, the newest first.
async fn list(State(app): State<App>, viewer: CurrentUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let me = viewer.user.id;
    let filter = NoteFilter::default();
    let paging = Paging::most();
    let list = Note::list_shown(&mut db, me, &filter, &paging);
    let list = list.await?;
    let page = frame(&mut db, &viewer).await?;
    let active_view = "notes";
    app.views.page(&ListPage { page, active_view, list })
}
