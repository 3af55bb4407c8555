//! Facts → findings. One rule is one file in `rules/` and one page beside it; what it needs to know is in [`Project`].

pub mod audit;
pub mod deep;
mod deploy;
pub mod explain;
pub mod exposed;
mod finding;
pub mod fix;
pub mod graph;
mod handlers;
mod origin;
pub mod page;
mod project;
mod rule;
pub mod rules;
pub mod shown;
mod suppress;
mod unit;
pub mod validate;

pub use finding::{Edit, Finding, Fix};
pub use project::Project;
pub use rule::{Category, Rule};
pub use validate::{Checked, Options, run_system_checks, validate_project, validate_view};

pub use crate::problem::Severity;

use rayon::prelude::*;

use crate::inspect::source::with_stack;

/// Which rules are run.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// None: all of them.
    pub categories: Vec<Category>,
    /// Ids; none: all of them.
    pub rules: Vec<&'static str>,
}

impl Selection {
    fn has(&self, rule: &Rule) -> bool {
        (self.categories.is_empty() || self.categories.contains(&rule.category))
            && (self.rules.is_empty() || self.rules.contains(&rule.id))
    }
}

/// What the rules have to say about a project, by place.
#[derive(Debug, Default)]
pub struct Found {
    pub findings: Vec<Finding>,
    /// How many more there are that a comment in the source allows.
    pub allowed: usize,
}

/// Runs rules, and takes out what comments in the source allow.
#[must_use]
pub fn run(project: &Project, selection: &Selection) -> Found {
    let chosen: Vec<&Rule> =
        rules::ALL.iter().copied().filter(|rule| selection.has(rule) && project.concerns(rule.category)).collect();
    let found = |rule: &&Rule| {
        let mut found = Vec::new();
        (rule.check)(project, &mut found);
        found
    };
    // On the threads that facts are read on: a thread that waits for others takes up another rule, which may wait for it.
    let mut findings: Vec<Finding> = with_stack(|| chosen.par_iter().flat_map_iter(found).collect());
    findings.retain(|finding| project.wants(&finding.problem.file));
    let mut found = suppress::apply(project, selection, findings);
    found.findings.sort_by(|a, b| a.place().cmp(&b.place()));
    found.findings.dedup_by(|a, b| a.place() == b.place());
    found
}
