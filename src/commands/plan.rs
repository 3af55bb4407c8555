//! `chatgen db plan`: the migration that a sync would write, as SQL.

use schemars::JsonSchema;
use serde::Serialize;

use super::decide::{self, refused};
use crate::cli::PlanMigration;
use crate::migrate::intent::{Answers, Question};
use crate::output::{BOLD, DIM, Failure, Report, Terminal};
use crate::project::Project;
use crate::sync::migration::Migration;
use crate::sync::{Outcome, Request, plan};

pub fn run(arguments: &PlanMigration, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    let request = Request { answers: Answers::from(&arguments.change)?, ..Request::default() };
    let command = decide::typed();
    let open = |questions: &[Question]| refused(questions, |choice| decide::whole(&command, choice));
    terminal.show(&planned(&project, &request, open)?);
    Ok(())
}

/// Plans the migration alone. Nothing is written.
///
/// # Errors
/// Whatever stops a sync's plan; what is open, as `open` says it.
pub fn planned(
    project: &Project,
    request: &Request,
    open: impl Fn(&[Question]) -> Failure,
) -> Result<Planned, Failure> {
    match plan(project, request)? {
        Outcome::Ready(plan) => Ok(Planned { migration: plan.migration }),
        Outcome::Open(questions) => Err(open(&questions)),
    }
}

/// A migration that is not written yet.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Planned {
    /// Nothing, if the database stays as it is.
    pub migration: Option<Migration>,
}

impl Report for Planned {
    fn text(&self) -> String {
        let Some(migration) = &self.migration else {
            return "Nothing to do: the migrations build what chat.toml says.\n".to_owned();
        };
        let words: String = migration.words.iter().map(|words| format!("{BOLD}{words}{BOLD:#}\n")).collect();
        format!("{words}\n{}\n{DIM}Nothing was written. Do it: chatgen sync{DIM:#}\n", migration.sql())
    }
}
