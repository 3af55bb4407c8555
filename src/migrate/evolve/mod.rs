//! Structure × structure → one migration, there and back.

mod activity;
pub(crate) mod counter;
mod drift;
mod losses;
pub(crate) mod plan;
pub(crate) mod rename;
pub(crate) mod rows;
mod target;
mod trial;
pub(crate) mod words;

use std::fmt;

use super::sqlite_script::script;
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
    let Difference { actual, old, new, hints } = *difference;
    let mut hints = rename::completed(hints, old, new);
    let renamed = rename::rename(actual, old, &hints)?;
    activity::kept(&mut hints, &renamed.structure, new);
    let known = rename::rename(old, old, &hints)?;
    let target = target::target(&renamed.structure, &known.structure, new);
    let plan = plan::plan(&renamed.structure, &target, &hints);
    if renamed.steps.is_empty() && plan.is_empty() {
        return Ok(None);
    }
    let up = script(&plan, &renamed.steps);
    let after = trial::sound(actual, &up)?;
    arrived(&after, &target)?;
    Ok(Some(Evolution {
        name: words::name(&plan, &renamed.steps),
        down: way_back(&after, actual, &rename::inverse(&hints))?,
        words: words::words(&plan, &renamed.steps),
        losses: losses::losses(&plan, &renamed.names),
        unfilled: losses::unfilled(&plan),
        up,
    }))
}

fn way_back(from: &Structure, to: &Structure, hints: &Hints) -> Result<String, Blocked> {
    let renamed = rename::rename(from, from, hints)?;
    let down = script(&plan::plan(&renamed.structure, to, hints), &renamed.steps);
    arrived(&trial::after(from, &down)?, to)?;
    Ok(down)
}

/// A migration that leads elsewhere is never handed out.
fn arrived(after: &Structure, target: &Structure) -> Result<(), Blocked> {
    if after == target {
        return Ok(());
    }
    let first = drift(after, target).into_iter().chain(drift(target, after)).next().unwrap_or_default();
    let message = format!("the change cannot be written as a migration: {first}");
    Err(Blocked { message, help: Some("write this migration by hand, then sync again".to_owned()) })
}
