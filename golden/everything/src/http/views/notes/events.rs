//! What people do with a note beside changing its fields. What each event does stands in a file of its own.

pub mod escalate;
pub mod match_;

use axum::Router;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().merge(escalate::request::router()).merge(match_::request::router())
}

/// What a page says where its address has something done.
pub fn said(done: Option<&str>) -> Option<String> {
    let said = match done? {
        "escalate" => "Escalate \"<now>\" & later: done.",
        "match" => "Match: done.",
        _ => return None,
    };
    Some(said.to_owned())
}
