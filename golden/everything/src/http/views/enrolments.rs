//! `/enrolments`: enrolments.

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

use crate::model::enrolment::Enrolment;

use crate::model::enrolment::EnrolmentFilter;

use crate::model::enrolment::ShownEnrolment;

pub fn router() -> Router<App> {
    Router::new()
        .route("/enrolments", get(list).post(form::create))
        .route("/enrolments/new", get(form::new))
        .route("/enrolments/{series_id}/{person_id}", get(rows::show))
        .route("/enrolments/{series_id}/{person_id}/edit", get(rows::edit).post(rows::save))
        .route("/enrolments/{series_id}/{person_id}/delete", get(rows::confirm).post(rows::delete))
        .merge(events::router())
}

#[derive(Serialize)]
struct ListPage {
    #[serde(flatten)]
    page: views::Page,
    active_view: &'static str,
    list: List<ShownEnrolment>,
}

impl views::Template for ListPage {
    const NAME: &'static str = "views/enrolments/list.html";
}

/// Enrolments, the newest first.
async fn list(State(app): State<App>, viewer: CurrentUser) -> Result<Html<String>> {
    let mut db = app.read().await?;
    let filter = EnrolmentFilter::default();
    let paging = Paging::most();
    let list = Enrolment::list_shown(&mut db, &filter, &paging);
    let list = list.await?;
    let page = frame(&mut db, &viewer).await?;
    let active_view = "enrolments";
    app.views.page(&ListPage { page, active_view, list })
}
