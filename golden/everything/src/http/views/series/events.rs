//! What people do with a series beside changing its fields. What each event does stands in a file of its own.

pub mod params_;

use axum::Router;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().merge(params_::request::router())
}

/// What a page says where its address has something done.
pub fn said(done: Option<&str>) -> Option<String> {
    let said = match done? {
        "params" => "Params: done.",
        _ => return None,
    };
    Some(said.to_owned())
}
