//! From an addition or a request to the project, by the sync pipeline.

use serde_json::{Map, Value};

use super::built::{Built, Verdict};
use super::sync_project::Finish;
use crate::check::{Options, validate_project};
use crate::cli::Change;
use crate::commands::decide::refused;
use crate::commands::sync::{Mode, Operator, abort, finish, synced};
use crate::edit::{self, Addition};
use crate::mcp::Context;
use crate::migrate::intent::{Answers, Choice, Question};
use crate::output::Failure;
use crate::project::Project;
use crate::sync::Request;

/// How a tool of this group does its work.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Show the diff, from this line on, and write nothing.
    pub dry_run: bool,
    pub cursor: usize,
    /// Check the project afterwards.
    pub verify: bool,
}

/// Adds something to chat.toml, then brings the project to it.
///
/// # Errors
/// As of `chatgen add`.
pub fn add(context: &Context, folder: Option<&str>, addition: &Addition, how: How) -> Result<Built, Failure> {
    let project = Project::find(&context.project_dir(folder)?)?;
    let command = edit::add_command(addition)?;
    let text = &project.chat_toml.text;
    let edited = edit::add(text, addition)?;
    if edited == *text {
        let built = Built::nothing(format!("Nothing to do: {}.", addition.there_already(text)));
        return verified(context, &project, built, how);
    }
    let request = Request { chat_toml: Some(edited), command, ..Request::default() };
    let mode = if how.dry_run { Mode::Diff } else { Mode::Apply };
    sync(context, &project, request, mode, how)
}

/// Plans, and applies if the mode says so.
///
/// # Errors
/// As of `chatgen sync`; what only a person can decide is named with the arguments that decide it.
pub fn sync(context: &Context, project: &Project, request: Request, mode: Mode, how: How) -> Result<Built, Failure> {
    let operator = Operator {
        answer: &|questions| Err(decided(questions)),
        note: &|_| {},
        go_on: &|| !context.cancelled.is_cancelled(),
    };
    let built = Built::new(synced(project, request, mode, &operator)?, how.cursor);
    verified(context, project, built, how)
}

/// What the rules say of the project as it is now.
fn verified(context: &Context, project: &Project, built: Built, how: How) -> Result<Built, Failure> {
    if !how.verify || how.dry_run {
        return Ok(built);
    }
    let cancelled = || context.cancelled.is_cancelled();
    let checked = validate_project(&project.root, &context.reader, &Options::default(), &cancelled)?;
    Ok(Built { check: Some(Verdict::of(&checked)), ..built })
}

/// Ends a sync that left conflicts.
///
/// # Errors
/// No such sync, or conflict markers that are left.
pub fn end(context: &Context, project: &Project, way: Finish, how: How) -> Result<Built, Failure> {
    let end = match way {
        Finish::Continue => finish,
        Finish::Abort => abort,
    };
    let ended = end(project, &|_| {})?;
    let built = Built { note: Some(ended.words.clone()), files: ended.files, applied: true, ..Built::default() };
    verified(context, project, built, how)
}

/// What only a person can decide, with the arguments that decide it.
pub fn decided(questions: &[Question]) -> Failure {
    refused(questions, argument)
}

/// What decides a question, as an argument of `sync_project` and `plan_migration`: `{"rename":["Ticket.subject=title"]}`.
fn argument(choice: &Choice) -> Option<String> {
    let (option, values) = choice.argument.split_first()?;
    let name = option.trim_start_matches('-').replace('-', "_");
    let value = match values {
        [] => Value::Bool(true),
        values => Value::from(values.to_vec()),
    };
    Some(Value::Object(Map::from_iter([(name, value)])).to_string())
}

/// What was said of the data, as the command line's options would say it.
///
/// # Errors
/// An answer that cannot be read.
pub fn answers(rename: &[String], drop: &[String], fill: &[String], allow_data_loss: bool) -> Result<Answers, Failure> {
    Answers::from(&Change { renames: rename.to_vec(), drops: drop.to_vec(), fills: fill.to_vec(), allow_data_loss })
}
