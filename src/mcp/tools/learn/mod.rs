//! What an agent has to know before it touches a project.

mod get_framework_schema;

pub use get_framework_schema::GetFrameworkSchema;
