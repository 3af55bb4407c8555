//! The pages over the schema's own models.

pub mod tickets;

use axum::Router;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().merge(tickets::router())
}
