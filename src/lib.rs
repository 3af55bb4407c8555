//! chatgen is one straight pipeline, and every command is a caller of it.
//!
//! ```text
//! chat.toml ──parse──▶ Schema ──resolve──▶ Chat ──plan──▶ files to render ──render──▶ Tree ──write──▶ the project
//! ```
//!
//! Everything left of `write` is pure: text in, text out. The modules stand here in the order of the pipeline.

pub mod migrate;
pub mod model;
pub mod names;
pub mod plan;
pub mod problem;
pub mod render;
pub mod schema;

use model::Chat;
use problem::Problem;

/// Reads a schema, as TOML or JSON, and resolves it. `file` is what problems call it.
///
/// # Errors
/// Every problem of the schema, in the order of its text.
pub fn resolve_text(text: &str, file: &str) -> Result<Chat, Vec<Problem>> {
    model::resolve(&schema::parse(text, file)?)
}
