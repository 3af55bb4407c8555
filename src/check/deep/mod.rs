//! What cargo finds, in the shape of the rules' findings. An answer is kept for as long as the sources stay as they are.

mod cargo;
mod kept;
mod message;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Category, Finding, Rule};
use crate::inspect::Files;
use crate::output::Failure;
use crate::problem::{Severity, Source};

/// What cargo's part of a check was.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Deep {
    /// `cargo clippy`, or `cargo check` where there is no clippy.
    pub command: String,
    /// Whether nothing has changed since the last time, so that nothing was run.
    pub cached: bool,
    pub milliseconds: u64,
}

const fn rule(id: &'static str, name: &'static str, page: &'static str) -> Rule {
    Rule { id, name, severity: Severity::Error, category: Category::Quality, page, check: |_, _| {} }
}

pub(super) static RUSTC: Rule = rule("rustc", "compiler", include_str!("rustc.md"));
pub(super) static CLIPPY: Rule = rule("clippy", "lint", include_str!("clippy.md"));
pub(super) static CARGO: Rule = rule("cargo", "build-tool", include_str!("cargo.md"));

/// The rules of other programs.
pub static ALL: [&Rule; 3] = [&CARGO, &CLIPPY, &RUSTC];

/// Lets cargo check a project on the disk. Where cargo is missing or fails, that is the finding.
///
/// # Errors
/// An interrupt, or `cancelled` said so; cargo and what it started are ended then.
pub fn check(files: &Files, cancelled: &dyn Fn() -> bool) -> Result<(Deep, Vec<Finding>), Failure> {
    let started = std::time::Instant::now();
    let key = kept::key(files);
    let (said, cached) = match kept::read(files, &key) {
        Some(said) => (said, true),
        None => (cargo::run(&files.root, cancelled)?, false),
    };
    if !cached && said.ended {
        kept::write(files, &key, &said);
    }
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let deep = Deep { command: said.command.clone(), cached, milliseconds };
    Ok((deep, findings(files, &said)))
}

fn findings(files: &Files, said: &cargo::Said) -> Vec<Finding> {
    let mut found: Vec<Finding> = said.messages.iter().filter_map(|json| message::finding(files, json)).collect();
    if let Some(trouble) = &said.trouble {
        let text = files.get("Cargo.toml").map_or("", |text| text);
        let problem = Source::new("Cargo.toml", text).problem(&(0..0), trouble.as_str());
        let problem = match &said.help {
            Some(help) => problem.help(help.as_str()),
            None => problem,
        };
        found.push(CARGO.finding(problem));
    }
    found.sort_by(|a, b| a.place().cmp(&b.place()));
    found.dedup_by(|a, b| a.place() == b.place());
    found
}
