//! Whether what a team's own blueprints become can still be read.

use super::{Overlay, Replacement};
use crate::blueprints;
use crate::merge;
use crate::plan::Job;
use crate::problem::{Problem, Span};
use crate::render::Tree;

impl Overlay {
    /// The first file of each replaced blueprint that its language cannot read, at the line of the blueprint that it is from.
    pub(crate) fn misread(&self, jobs: &[Job], tree: &Tree) -> Vec<Problem> {
        let misread = |(blueprint, own): (&str, &Replacement)| {
            let mut files = jobs.iter().filter(|job| job.blueprint == blueprint);
            files.find_map(|job| problem(own, &job.path, tree.get(&job.path)?))
        };
        self.iter().filter_map(misread).collect()
    }
}

fn problem(own: &Replacement, path: &str, text: &str) -> Option<Problem> {
    let said = merge::parses(path, text).err()?;
    let (what, line) = match said.rsplit_once(" at line ") {
        Some((what, place)) => (what, place.split(' ').next().and_then(|line| line.parse().ok()).unwrap_or(1).max(1)),
        None => (said.as_str(), 1),
    };
    let problem =
        own.source.problem(&origin(own, text, line), format!("`{path}`, which this becomes, cannot be read: {what}"));
    Some(problem.help(format!("line {line} of it is: {}", text.lines().nth(line - 1).unwrap_or_default().trim())))
}

/// Where line `line` of a blueprint's text is from, as its whole line.
fn origin(own: &Replacement, text: &str, line: usize) -> Span {
    let source = &own.source;
    let start = source.start(if blueprints::is_template(&own.path) { alike(&source.text, text, line) } else { line });
    let shown = source.text[start..].lines().next().unwrap_or_default();
    start + shown.len() - shown.trim_start().len()..start + shown.len()
}

/// The line of a blueprint that reads like line `line` of its text; of one with values in it, counted from the nearest line
/// above that does.
fn alike(blueprint: &str, text: &str, line: usize) -> usize {
    let lines: Vec<_> = text.lines().take(line).collect();
    let found = lines.iter().rev().enumerate().find_map(|(back, wanted)| {
        let at = blueprint.lines().position(|line| line == *wanted && !line.trim().is_empty())?;
        Some(at + 1 + back)
    });
    found.unwrap_or(1).min(blueprint.lines().count())
}
