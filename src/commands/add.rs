//! `chatgen add`: one more thing in chat.toml, then in the project.

use serde::Serialize;

use super::sync::{Mode, carry_out};
use crate::cli::{Add, AddWhat, Change, Edit};
use crate::edit::{self, Addition};
use crate::migrate::intent::Answers;
use crate::output::{Failure, Report, Terminal};
use crate::project::Project;
use crate::sync::Request;

pub fn run(mut arguments: Add, terminal: &Terminal) -> Result<(), Failure> {
    fill_new_field(&arguments.what, &mut arguments.edit.change);
    let addition = Addition::from(arguments.what);
    let command = edit::add_command(&addition)?;
    let project = Project::find(&arguments.edit.project)?;
    let text = &project.chat_toml.text;
    let edited = edit::add(text, &addition)?;
    if edited == *text {
        terminal.show(&Nothing { applied: false, nothing_to_do: addition.there_already(text) });
        return Ok(());
    }
    sync(&project, edited, command, &arguments.edit, terminal)
}

/// Brings the project to an edited chat.toml.
///
/// # Errors
/// As of `chatgen sync`.
pub fn sync(
    project: &Project,
    edited: String,
    command: String,
    arguments: &Edit,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let answers = Answers::from(&arguments.change)?;
    let request = Request { chat_toml: Some(edited), answers, command, ..Request::default() };
    let mode = match &arguments.plan {
        _ if arguments.dry_run => Mode::Diff,
        Some(hash) => Mode::Exactly(hash),
        None => Mode::Apply,
    };
    carry_out(project, request, mode, terminal)
}

/// With a new field, `--fill` need not say again which field it is for.
fn fill_new_field(what: &AddWhat, change: &mut Change) {
    let AddWhat::Field { model, name, .. } = what else { return };
    let place = format!("{model}.{name}=");
    for fill in change.fills.iter_mut().filter(|fill| !fill.starts_with(&place)) {
        fill.insert_str(0, &place);
    }
}

/// What is there already.
#[derive(Debug, Serialize)]
struct Nothing {
    applied: bool,
    nothing_to_do: String,
}

impl Report for Nothing {
    fn text(&self) -> String {
        format!("Nothing to do: {}.\n", self.nothing_to_do)
    }
}

impl From<AddWhat> for Addition {
    fn from(what: AddWhat) -> Self {
        match what {
            AddWhat::Model { name, fields, key, search, soft_delete } => {
                Self::Model { name, fields, key, search, soft_delete }
            }
            AddWhat::Field { model, name, type_, label } => Self::Field { model, name, type_, label },
            AddWhat::Index { model, on, unique } => Self::Index { model, on, unique },
            AddWhat::View { name, model, fields, features, title } => {
                Self::View { name, model, fields, features, title }
            }
            AddWhat::Event { view, name, params, limit } => Self::Event { view, name, params, limit },
            AddWhat::Component { name, props } => Self::Component { name, props },
            AddWhat::Feature { name } => Self::Feature { name },
            AddWhat::Tool { name, about, params } => Self::Tool { name, about, params },
        }
    }
}
