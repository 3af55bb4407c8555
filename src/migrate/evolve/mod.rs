//! Structure × structure → one migration, there and back.

mod drift;

use std::fmt;

use super::structure::Structure;

pub use drift::drift;

/// What a migration has to bridge.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// What the project's own migrations build.
    pub actual: &'a Structure,
    /// What chatgen's migrations built last time.
    pub old: &'a Structure,
    /// What chatgen's migrations build today.
    pub new: &'a Structure,
    pub hints: &'a Hints,
}

/// What structures alone do not tell. Names are bare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Old table, new table.
    pub tables: Vec<(String, String)>,
    /// New table, old column, new column.
    pub columns: Vec<(String, String, String)>,
    /// New table, new column, SQL expression for the rows that exist.
    pub fills: Vec<(String, String, String)>,
}

/// A migration and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evolution {
    /// For the file's name: `add_mood_to_messages`, at most 60 letters.
    pub name: String,
    pub up: String,
    pub down: String,
    /// Each change, for people.
    pub words: Vec<String>,
    pub losses: Vec<Loss>,
    pub unfilled: Vec<Unfilled>,
}

/// Data that the way up drops or changes, or that it may fail on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    pub what: String,
    /// SQL that counts the rows on the database as it was before.
    pub count: Option<String>,
}

/// A column that became NOT NULL with neither a default nor a fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfilled {
    pub table: String,
    pub column: String,
}

/// Why no migration can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The migration that brings `actual` to what `new` wants and keeps what a person added; none where nothing is to do.
///
/// # Errors
/// What a person has to solve first.
pub fn evolve(difference: &Difference) -> Result<Option<Evolution>, Blocked> {
    let _ = difference;
    Ok(None)
}
