//! `chatgen db drift`: whether the migrations still build what the schema says. No database is opened.

use serde::Serialize;

use crate::base::Base;
use crate::cli::Drift;
use crate::migrate::evolve::drift;
use crate::migrate::structure::{BadMigration, Structure};
use crate::output::{Failure, GREEN, Report, Terminal, YELLOW};
use crate::overlay::Overlay;
use crate::project::Project;

pub fn run(arguments: &Drift, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    let overlay = Overlay::read(Some(&project.root), None)?;
    let generated = crate::generate_with(&project.chat_toml, &overlay).map_err(|problems| overlay.failure(problems))?;
    let actual = Structure::of(&project.migrations()?).map_err(failure)?;
    let wanted = Structure::of(&Base::of(&generated).migrations()).map_err(failure)?;
    let drifted = Drifted { drift: drift(&actual, &wanted) };
    terminal.show(&drifted);
    if drifted.drift.is_empty() { Ok(()) } else { Err(Failure::silent(1)) }
}

fn failure(bad: BadMigration) -> Failure {
    Failure::failed(bad.to_string()).help("mend the migration, or take it out; nothing was changed")
}

#[derive(Debug, Serialize)]
struct Drifted {
    /// Each difference in words.
    drift: Vec<String>,
}

impl Report for Drifted {
    fn text(&self) -> String {
        if self.drift.is_empty() {
            return format!("{GREEN}no drift{GREEN:#}: all migrations together build what chat.toml says\n");
        }
        let lines: String = self.drift.iter().map(|said| format!("  {said}\n")).collect();
        format!("{YELLOW}drift{YELLOW:#} between the migrations and chat.toml:\n{lines}")
    }
}
