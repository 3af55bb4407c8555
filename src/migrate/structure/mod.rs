//! What a database looks like after its migrations: tables, indexes, triggers and views, free of how they are written.
//!
//! SQLite itself applies the migrations, in memory; nothing here guesses what a statement does.

mod read;
mod table;
pub mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::kept::Kept;

pub use read::BadMigration;
pub(crate) use read::{apply, connect, failure, run};
pub use table::{Clause, Column, Sort, Table};

/// The structure of a database. Two are equal if SQLite treats them alike; the order of columns does not count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Structure {
    /// By name in lower case, as are all of these.
    pub tables: BTreeMap<String, Table>,
    /// `CREATE VIRTUAL TABLE`.
    pub virtuals: BTreeMap<String, Object>,
    pub indexes: BTreeMap<String, Object>,
    pub triggers: BTreeMap<String, Object>,
    pub views: BTreeMap<String, Object>,
}

/// Anything but a table.
#[derive(Debug, Clone)]
pub struct Object {
    /// The bare name.
    pub name: String,
    /// The table that it belongs to, in lower case; of a view, itself.
    pub table: String,
    /// The statement that makes it, without the semicolon.
    pub sql: String,
    pub tokens: Vec<tokens::Token>,
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        tokens::plain(&self.tokens) == tokens::plain(&other.tokens)
    }
}

impl Object {
    /// Whether its text names a table or column.
    pub fn mentions(&self, name: &str) -> bool {
        self.tokens.iter().any(|token| token.names(name))
    }

    /// Of an index: whether it lets no two rows be alike.
    pub fn is_unique(&self) -> bool {
        self.tokens.get(1).is_some_and(|token| token.is("unique"))
    }

    /// Of an index: the columns and expressions that it is over.
    pub fn parts(&self) -> Vec<&[tokens::Token]> {
        let Some(open) = self.tokens.iter().position(|token| token.is("(")) else { return Vec::new() };
        tokens::parts(&self.tokens[open + 1..tokens::closing(&self.tokens, open)])
    }

    /// Of an index: the condition of the rows that it is over, with its `WHERE`.
    pub fn filter(&self) -> &[tokens::Token] {
        let Some(open) = self.tokens.iter().position(|token| token.is("(")) else { return &[] };
        self.tokens.get(tokens::closing(&self.tokens, open) + 1..).unwrap_or_default()
    }
}

impl Structure {
    /// The structure that scripts build, each given as file name and SQL, in order.
    ///
    /// # Errors
    /// The first script that SQLite refuses.
    pub fn of(migrations: &[(String, String)]) -> Result<Arc<Self>, BadMigration> {
        static STRUCTURES: Kept<Vec<(String, String)>, Structure> = Kept::new(8);
        STRUCTURES.get(|known| known == migrations, || Ok((migrations.to_vec(), Self::built(migrations)?)))
    }

    fn built(migrations: &[(String, String)]) -> Result<Self, BadMigration> {
        let database = connect().map_err(|error| failure("", None, &error))?;
        for (file, sql) in migrations {
            apply(&database, file, sql)?;
        }
        Self::read(&database)
    }
}
