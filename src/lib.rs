//! chatgen is one straight pipeline, and every command is a caller of it.
//!
//! ```text
//! chat.toml ──parse──▶ Schema ──resolve──▶ Chat ──plan──▶ files to render ──render──▶ Tree ──write──▶ the project
//! ```
//!
//! Everything left of `write` is pure: text in, text out. The modules stand here in the order of the pipeline.

pub mod migrate;
pub mod model;
pub mod plan;
pub mod render;
