//! chatgen is one straight pipeline, and every command is a caller of it.
//!
//! ```text
//! chat.toml ──parse──▶ Schema ──resolve──▶ Chat ──plan──▶ files to render ──render──▶ Tree ──write──▶ the project
//! ```
//!
//! Everything left of `write` is pure: text in, text out. The modules stand here in the order of the pipeline.

pub mod cli;
pub mod commands;

pub mod edit;
pub mod given;
mod kept;
pub mod setting;
mod together;

pub mod schema;

pub mod names;

pub mod model;

pub mod migrate;

pub mod database;

pub mod plan;

pub mod blueprints;
pub mod changes;
pub mod overlay;
pub mod render;

pub mod base;
pub mod merge;
pub mod project;
pub mod sync;

pub mod write;

pub mod inspect;

pub mod check;
pub mod guide;

pub mod mcp;

pub mod install;

pub mod git;
pub mod launch;

pub mod interrupt;
pub mod output;
pub mod problem;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use kept::Kept;
use model::Chat;
use overlay::Overlay;
use problem::{Problem, Source};
use render::{Fault, Tree};

/// A project in memory.
#[derive(Debug)]
pub struct Project {
    pub chat: Chat,
    pub tree: Tree,
    /// Where each rendered file of the tree comes from.
    pub origins: BTreeMap<String, Origin>,
}

/// What a file was rendered from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The blueprint of chatgen's, also where a team's own replaces it: `src/model/{model}.rs.j2`.
    pub blueprint: String,
    /// What the file was rendered for, where there is one for each: the name of a model or view as the schema has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// The pipeline up to the disk: the same text gives the same tree, on every machine and at any time.
///
/// # Errors
/// Every problem of the schema.
///
/// # Panics
/// On a faulty blueprint; the tests render each of them.
pub fn generate(source: &Source) -> Result<Project, Vec<Problem>> {
    generate_with(source, &Overlay::none())
}

/// The pipeline with a team's own blueprints, which become part of the tree too.
///
/// # Errors
/// Every problem of the schema; without one, every problem of the overlay ([`Overlay::failure`] has words for both).
///
/// # Panics
/// On a faulty blueprint of chatgen's own.
pub fn generate_with(source: &Source, overlay: &Overlay) -> Result<Project, Vec<Problem>> {
    let chat = resolve_text(&source.text, &source.file)?;
    let jobs = plan::plan(&chat);
    let mut tree = render::render(&jobs, overlay).map_err(|faults| blame(&faults, overlay))?;
    let misread = overlay.misread(&jobs, &tree);
    if !misread.is_empty() {
        return Err(misread);
    }
    let origins = jobs.iter().map(|job| (job.path.clone(), job.origin())).collect();
    tree.extend(overlay.files());
    tree.insert("chat.toml".to_owned(), source.text.clone());
    tree.insert(".chatgen/chat.schema.json".to_owned(), schema::json_schema());
    Ok(Project { chat, tree, origins })
}

/// Where each fault is in the overlay; once, however many files it is in.
fn blame(faults: &[Fault], overlay: &Overlay) -> Vec<Problem> {
    let blame = |fault| overlay.blame(fault).unwrap_or_else(|| panic!("{}", render::explain(&fault.error)));
    let mut problems: Vec<_> = faults.iter().map(blame).collect();
    problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    problems.dedup();
    problems
}

/// Reads a schema, as TOML or JSON, and resolves it. `file` is what problems call it.
///
/// # Errors
/// Every problem of the schema, in the order of its text.
pub fn resolve_text(text: &str, file: &str) -> Result<Chat, Vec<Problem>> {
    static CHATS: Kept<(String, String), Chat> = Kept::new(8);
    let make = || Ok(((text.to_owned(), file.to_owned()), resolve_anew(text, file)?));
    CHATS.get(|(known, of)| known == text && of == file, make).map(|chat| Chat::clone(&chat))
}

fn resolve_anew(text: &str, file: &str) -> Result<Chat, Vec<Problem>> {
    match schema::read(text, file) {
        (Some(schema), problems) => model::resolve_after(&schema, problems),
        (None, mut problems) => {
            problem::sort(&mut problems);
            Err(problems)
        }
    }
}
