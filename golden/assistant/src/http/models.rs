//! The JSON API of the schema's own models. Anybody who is signed in may read and write them, but what belongs to
//! a chat session is there only for its members.

pub mod ticket;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(ticket::router())
}
