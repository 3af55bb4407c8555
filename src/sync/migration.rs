//! The migration that a sync adds.

use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Comparison, Request};
use crate::base::Base;
use crate::database;
use crate::migrate::evolve::{Blocked, drift as differences};
use crate::migrate::evolve::{Difference, Evolution, Loss, Unfilled, evolve};
use crate::migrate::intent::{self, Question};
use crate::migrate::rows;
use crate::migrate::structure::{BadMigration, Structure};
use crate::output::Failure;
use crate::project::Project;

/// A new migration, with its way back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Migration {
    /// Path of the way there: `migrations/0112_add_mood_to_messages.up.sql`.
    pub up_path: String,
    pub down_path: String,
    pub up: String,
    pub down: String,
    /// What it does, in words.
    pub words: Vec<String>,
    #[serde(skip)]
    pub losses: Vec<Loss>,
    #[serde(skip)]
    pub unfilled: Vec<Unfilled>,
}

impl Migration {
    /// Both ways, each below its path.
    #[must_use]
    pub fn sql(&self) -> String {
        let ways = [(&self.up_path, &self.up), (&self.down_path, &self.down)];
        ways.map(|(path, sql)| format!("-- {path}\n{sql}")).join("\n")
    }
}

/// Finds what the database needs, reading migrations only. Nothing, if the schema's database did not change.
///
/// # Errors
/// Migrations that cannot be read or do not run.
pub fn find(project: &Project, comparison: &Comparison) -> Result<Option<Migration>, Failure> {
    let (old, new) = (comparison.base.migrations(), comparison.theirs.migrations());
    if old == new {
        return Ok(None);
    }
    let (old, new) = (structure(&old)?, structure(&new)?);
    let actual = structure(&project.migrations()?)?;
    let hints = &comparison.intent.hints;
    let evolution = evolve(&Difference { actual: &actual, old: &old, new: &new, hints }).map_err(blocked)?;
    Ok(evolution.map(|evolution| numbered(project.next_migration(), evolution)))
}

/// Has the tables that the schema wants built, if they have changed: [`find`] then has them at hand.
pub fn prepare(base: &Base, theirs: &Base) {
    let wanted = theirs.migrations();
    if wanted != base.migrations() {
        // What is wrong with them is said when they are asked for.
        let _ = structure(&wanted);
    }
}

/// What has to be allowed or filled in before it may be written.
#[must_use]
pub fn questions(
    project: &Project,
    request: &Request,
    comparison: &Comparison,
    migration: &Migration,
) -> Vec<Question> {
    let permitted = |loss: &&Loss| request.answers.allow_data_loss || comparison.intent.permits(loss);
    let losses: Vec<&Loss> = migration.losses.iter().filter(|loss| !permitted(loss)).collect();
    let counts: Vec<Option<&str>> = losses.iter().map(|loss| loss.count.as_deref()).collect();
    let url = database::url(&project.root, &comparison.chat.project.env);
    let rows = match database::file(&project.root, &url) {
        Some(file) => rows::count(&file, &counts),
        None => Vec::new(),
    };
    let unfilled = migration.unfilled.iter().map(|unfilled| intent::unfilled(unfilled, &comparison.chat));
    intent::losses(&losses, &rows).into_iter().chain(unfilled).collect()
}

fn numbered(number: u64, evolution: Evolution) -> Migration {
    let path = |end: &str| PathBuf::from(format!("migrations/{number:04}_{}.{end}.sql", evolution.name));
    Migration {
        up_path: path("up").display().to_string(),
        down_path: path("down").display().to_string(),
        up: evolution.up,
        down: evolution.down,
        words: evolution.words,
        losses: evolution.losses,
        unfilled: evolution.unfilled,
    }
}

/// How the migrations of a project, with the one that is planned, differ from its schema. In words; empty where they agree.
///
/// # Errors
/// Migrations that cannot be read or do not run.
pub fn drift(
    project: &Project,
    pristine: &[(String, String)],
    planned: Option<&Migration>,
) -> Result<Vec<String>, Failure> {
    let mut migrations = project.migrations()?;
    migrations.extend(planned.map(|planned| (planned.up_path.clone(), planned.up.clone())));
    let (actual, wanted) = (structure(&migrations)?, structure(pristine)?);
    Ok(differences(&actual, &wanted))
}

fn structure(migrations: &[(String, String)]) -> Result<Arc<Structure>, Failure> {
    Structure::of(migrations).map_err(failure)
}

fn failure(bad: BadMigration) -> Failure {
    Failure::failed(bad.to_string()).help("mend the migration, or take it out; nothing was changed")
}

fn blocked(blocked: Blocked) -> Failure {
    let failure = Failure::failed(blocked.message);
    blocked.help.into_iter().fold(failure, Failure::help)
}
