//! `chatgen remove`: one thing less in chat.toml, then in the project.

use crate::cli::RemoveWhat;
use crate::edit::Removal;

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
