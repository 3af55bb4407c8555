//! What a project really is, read from its source at each call.

mod list_routes;

pub use list_routes::ListRoutes;
