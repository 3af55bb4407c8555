//! chatgen is one straight pipeline, and every command is a caller of it.
//!
//! ```text
//! chat.toml ──parse──▶ Schema ──resolve──▶ Chat ──plan──▶ files to render ──render──▶ Tree ──write──▶ the project
//! ```
//!
//! Everything left of `write` is pure: text in, text out. The modules stand here in the order of the pipeline.

pub mod cli;
pub mod commands;

pub mod given;
pub mod setting;

pub mod schema;

pub mod names;

pub mod model;

pub mod migrate;

pub mod plan;

pub mod render;

pub mod write;

pub mod git;
pub mod launch;

pub mod interrupt;
pub mod output;
pub mod problem;

use model::Chat;
use problem::{Problem, Source};
use render::Tree;

/// A project in memory.
#[derive(Debug)]
pub struct Project {
    pub chat: Chat,
    pub tree: Tree,
}

/// The pipeline up to the disk: the same text gives the same tree, on every machine and at any time.
///
/// # Errors
/// Every problem of the schema.
///
/// # Panics
/// On a faulty blueprint; the tests render each of them.
pub fn generate(source: &Source) -> Result<Project, Vec<Problem>> {
    let chat = resolve_text(&source.text, &source.file)?;
    let mut tree = render::render(&plan::plan(&chat)).unwrap_or_else(|error| panic!("{}", render::explain(&error)));
    tree.insert("chat.toml".to_owned(), source.text.clone());
    tree.insert(".chatgen/chat.schema.json".to_owned(), schema::json_schema());
    Ok(Project { chat, tree })
}

/// Reads a schema, as TOML or JSON, and resolves it. `file` is what problems call it.
///
/// # Errors
/// Every problem of the schema, in the order of its text.
pub fn resolve_text(text: &str, file: &str) -> Result<Chat, Vec<Problem>> {
    match schema::read(text, file) {
        (Some(schema), problems) => model::resolve_after(&schema, problems),
        (None, mut problems) => {
            problem::sort(&mut problems);
            Err(problems)
        }
    }
}
