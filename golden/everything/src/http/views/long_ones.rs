//! `/long-ones`: internationalisation coordination notes.

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

use crate::model::internationalisation_coordination_note::InternationalisationCoordinationNote;

use crate::model::internationalisation_coordination_note::InternationalisationCoordinationNoteFilter;

use crate::model::internationalisation_coordination_note::ShownInternationalisationCoordinationNote;

pub fn router() -> Router<App> {
    Router::new()
        .route("/long-ones", get(list).post(form::create))
        .route("/long-ones/new", get(form::new))
        .route("/long-ones/{id}", get(rows::show))
        .route("/long-ones/{id}/edit", get(rows::edit).post(rows::save))
        .route("/long-ones/{id}/delete", get(rows::confirm).post(rows::delete))
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownInternationalisationCoordinationNote>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/long_ones/list.html";
}

/// Internationalisation coordination notes, the newest first.
async fn list(State(app): State<App>, viewer: MaybeUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let filter = InternationalisationCoordinationNoteFilter::default();
    let paging = Paging::most();
    let list = InternationalisationCoordinationNote::list_shown(&mut db, &filter, &paging);
    let list = list.await?;
    let page = super::around(&mut db, &viewer).await?;
    let active_view = "long_ones";
    app.views.page(&ListPage { page, active_view, list })
}
