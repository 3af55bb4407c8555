//! What a project really is, read from its source at each call.

mod find_handlers_for_template;
mod get_view_schema;
mod list_components;
mod list_events;
mod list_routes;
mod list_views;

pub use find_handlers_for_template::FindHandlersForTemplate;
pub use get_view_schema::GetViewSchema;
pub use list_components::ListComponents;
pub use list_events::ListEvents;
pub use list_routes::ListRoutes;
pub use list_views::ListViews;

use crate::inspect::Files;
use crate::mcp::Context;
use crate::output::Failure;

/// The files of the project that is meant.
fn files(context: &Context, given: Option<&str>) -> Result<Files, Failure> {
    Ok(Files::read(&context.project_dir(given)?, |path| !path.starts_with(".chatgen/")))
}
