//! What people do with a decision beside changing its fields. What each event does stands in a file of its own.

pub mod question;

use axum::Router;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().merge(question::request::router())
}

/// What a page says where its address has something done.
pub fn said(done: Option<&str>) -> Option<String> {
    let said = match done? {
        "question" => "Question it: done.",
        _ => return None,
    };
    Some(said.to_owned())
}

/// What the addresses of a row's events begin with.
pub fn path(id: i64) -> String {
    format!("/decisions/{id}")
}
