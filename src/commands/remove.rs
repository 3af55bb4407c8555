//! `chatgen remove`: one thing less in chat.toml, then in the project.

use super::add::sync;
use crate::cli::{Remove, RemoveWhat};
use crate::edit::{self, Removal};
use crate::output::{Failure, Terminal};
use crate::project::Project;

pub fn run(arguments: Remove, terminal: &Terminal) -> Result<(), Failure> {
    let removal = Removal::from(arguments.what);
    let command = edit::remove_command(&removal);
    let project = Project::find(&arguments.edit.project)?;
    let edited = edit::remove(&project.chat_toml.text, &removal)?;
    sync(&project, edited, command, &arguments.edit, terminal)
}

impl From<RemoveWhat> for Removal {
    fn from(what: RemoveWhat) -> Self {
        match what {
            RemoveWhat::Model { name } => Self::Model { name },
            RemoveWhat::Field { model, name } => Self::Field { model, name },
            RemoveWhat::Index { model, on } => Self::Index { model, on },
            RemoveWhat::View { name } => Self::View { name },
            RemoveWhat::Event { view, name } => Self::Event { view, name },
            RemoveWhat::Component { name } => Self::Component { name },
            RemoveWhat::Feature { name } => Self::Feature { name },
            RemoveWhat::Tool { name } => Self::Tool { name },
        }
    }
}
