//! The JSON API of the schema's own models. Anybody who is signed in may read and write them, but what belongs to
//! a room is there only for its members.

pub mod decision;
pub mod project;
pub mod task;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(decision::router()).merge(project::router()).merge(task::router())
}
