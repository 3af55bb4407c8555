//! The pages over the schema's own models.

pub mod decisions;
pub mod projects;
pub mod tasks;

use axum::Router;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().merge(decisions::router()).merge(projects::router()).merge(tasks::router())
}
