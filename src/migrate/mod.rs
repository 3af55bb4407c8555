//! What a model means for the database: first a description ([`Table`]), then SQL text for the stack's dialect.
//!
//! The description stands between model and SQL so that two schemas can be compared without reading SQL.

mod describe;
pub mod evolve;
pub mod intent;
mod names;
pub mod rows;
mod sqlite;
mod sqlite_checks;
mod sqlite_script;
mod sqlite_values;
pub mod structure;
pub mod table;

use crate::model::Chat;
use names::Names;

pub use describe::describe;
pub use table::Table;

/// Fills [`Model::ddl`](crate::model::Model::ddl) of every model: for a core model what the schema adds to it, for one of
/// the schema's own the whole table.
pub fn fill(chat: &mut Chat) {
    let mut names = Names::of(chat);
    let Chat { user, login, room, membership, message, models, views, .. } = chat;
    for core in [user, login, room, membership, message] {
        core.ddl = sqlite::addition(&describe(core, &mut names));
    }
    for model in models.iter_mut() {
        model.ddl = sqlite::table(&describe(model, &mut names));
    }
    for view in views {
        if let Some(model) = models.iter().find(|model| model.type_ == view.model.type_) {
            view.model.ddl = model.ddl.clone();
        }
    }
}
