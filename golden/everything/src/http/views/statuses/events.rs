//! What people do with a status beside changing its fields. What each event does stands in a file of its own.

pub mod done_;

use axum::Router;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().merge(done_::request::router())
}

/// What a page says where its address has something done.
pub fn said(done: Option<&str>) -> Option<String> {
    let said = match done? {
        "done" => "Done: done.",
        _ => return None,
    };
    Some(said.to_owned())
}
