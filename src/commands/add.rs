//! `chatgen add`: one more thing in chat.toml, then in the project.

use crate::cli::AddWhat;
use crate::edit::Addition;

impl From<AddWhat> for Addition {
    fn from(what: AddWhat) -> Self {
        match what {
            AddWhat::Model { name, fields, key, search, soft_delete } => {
                Self::Model { name, fields, key, search, soft_delete }
            }
            AddWhat::Field { model, name, type_, label } => Self::Field { model, name, type_, label },
            AddWhat::Index { model, on, unique } => Self::Index { model, on, unique },
            AddWhat::View { name, model, features, title } => Self::View { name, model, features, title },
            AddWhat::Event { view, name, params, limit } => Self::Event { view, name, params, limit },
            AddWhat::Component { name, props } => Self::Component { name, props },
            AddWhat::Feature { name } => Self::Feature { name },
            AddWhat::Tool { name, about, params } => Self::Tool { name, about, params },
        }
    }
}
