//! `/types`: types.

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
use crate::http::auth::MaybeUser;
use crate::input::{List, Paging};
use crate::views;

use crate::model::type_::Type;

use crate::model::type_::TypeFilter;

pub fn router() -> Router<App> {
    Router::new()
        .route("/types", get(list).post(form::create))
        .route("/types/new", get(form::new))
        .route("/types/{id}", get(rows::show))
        .route("/types/{id}/edit", get(rows::edit).post(rows::save))
        .route("/types/{id}/delete", get(rows::confirm).post(rows::delete))
        .merge(events::router())
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<Type>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/types/list.html";
}

/// Types, the newest first.
async fn list(State(app): State<App>, viewer: MaybeUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let filter = TypeFilter::default();
    let paging = Paging::most();
    let list = Type::list(&mut db, &filter, &paging);
    let list = list.await?;
    let page = super::around(&mut db, &viewer).await?;
    let active_view = "types";
    app.views.page(&ListPage { page, active_view, list })
}
