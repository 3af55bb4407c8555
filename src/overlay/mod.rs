//! A team's own blueprints, each of which replaces chatgen's of the same path.

pub mod catalog;
mod read;
mod rendered;

use std::collections::BTreeMap;

use minijinja::{Error, ErrorKind};

use crate::blueprints;
use crate::output::Failure;
use crate::problem::{Problem, Source, Span};
use crate::render::{self, Fault};

/// Where a project keeps its own blueprints.
pub const FOLDER: &str = ".chatgen/blueprints";

/// Blueprint of chatgen → what replaces it. Each has been checked: chatgen has such a blueprint, and the text parses.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    replacements: BTreeMap<&'static str, Replacement>,
}

/// A blueprint that replaces chatgen's own.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// Below the folder of blueprints; with `.j2` it is rendered, whatever chatgen's own is.
    pub path: String,
    /// Its text, and what messages call it.
    pub source: Source,
}

impl Overlay {
    /// No blueprints but chatgen's.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// An overlay of `replacements`, one folder's files.
    ///
    /// # Errors
    /// Each file that replaces no blueprint, replaces one that another file replaces too, or does not parse.
    pub fn of(replacements: Vec<Replacement>) -> Result<Self, Vec<Problem>> {
        let mut overlay = Self::none();
        let mut problems = Vec::new();
        for replacement in replacements {
            match overlay.add(replacement) {
                Ok(()) => {}
                Err(problem) => problems.push(*problem),
            }
        }
        if problems.is_empty() { Ok(overlay) } else { Err(problems) }
    }

    /// The replacements of both; where both replace a blueprint, the other's.
    #[must_use]
    pub fn under(mut self, other: Self) -> Self {
        self.replacements.extend(other.replacements);
        self
    }

    /// What replaces a blueprint of chatgen.
    #[must_use]
    pub fn get(&self, blueprint: &str) -> Option<&Replacement> {
        self.replacements.get(blueprint)
    }

    /// Each blueprint that is replaced, and by what, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Replacement)> {
        self.replacements.iter().map(|(blueprint, replacement)| (*blueprint, replacement))
    }

    /// Each file as a project keeps it, with its text.
    pub fn files(&self) -> impl Iterator<Item = (String, String)> {
        self.replacements.values().map(|own| (format!("{FOLDER}/{}", own.path), own.source.text.clone()))
    }

    /// What to say of problems that [`generate_with`](crate::generate_with) found, in the schema or in these blueprints.
    #[must_use]
    pub fn failure(&self, problems: Vec<Problem>) -> Failure {
        let ours = |problem: &Problem| self.iter().any(|(_, ours)| ours.source.file == problem.file);
        if problems.iter().any(ours) { failure(problems) } else { Failure::schema(problems) }
    }

    /// Where a fault is in these blueprints; nothing of a fault in chatgen's own.
    pub(crate) fn blame(&self, fault: &Fault) -> Option<Problem> {
        Some(*problem(&self.get(fault.blueprint)?.source, fault.blueprint, &fault.error))
    }

    fn add(&mut self, replacement: Replacement) -> Result<(), Box<Problem>> {
        let source = &replacement.source;
        let Some(blueprint) = blueprints::known(&replacement.path) else {
            return Err(Box::new(unknown(&replacement)));
        };
        if let Some(other) = self.get(blueprint) {
            let message = format!("`{}` replaces the same blueprint", other.source.file);
            return Err(Box::new(source.problem(&(0..0), message).help("delete one of the two")));
        }
        if blueprints::is_template(&replacement.path) {
            render::parse(&source.text).map_err(|error| problem(source, blueprint, &error))?;
        }
        self.replacements.insert(blueprint, replacement);
        Ok(())
    }
}

fn failure(problems: Vec<Problem>) -> Failure {
    let message = match problems.len() {
        1 => "your blueprints have a problem".to_owned(),
        count => format!("your blueprints have {count} problems"),
    };
    Failure { problems, ..Failure::usage(message) }
}

fn unknown(replacement: &Replacement) -> Problem {
    let path = replacement.path.as_str();
    let near = blueprints::near(path).map(|near| format!("did you mean `{near}`?"));
    let found = blueprints::pattern(path)
        .map(|_| format!("what a project's file is made from: chatgen blueprints eject {path}"));
    let help = match (near, found) {
        (Some(near), Some(found)) => format!("{near} or look up {found}"),
        (Some(near), None) => near,
        (None, Some(found)) => format!("look up {found}"),
        (None, None) => {
            "`chatgen blueprints list` has them all; a file of your own goes into the project itself".to_owned()
        }
    };
    replacement.source.problem(&(0..0), format!("chatgen has no blueprint `{path}`")).help(help)
}

/// An error of minijinja at its place in the text that replaces `blueprint`.
fn problem(source: &Source, blueprint: &str, error: &Error) -> Box<Problem> {
    let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let problem = source.problem(&place(source, error), message);
    Box::new(match error.kind() {
        ErrorKind::SyntaxError => problem
            .help("a value is `<%= name %>`; control stands on a line of its own behind `%%`, a comment behind `%%#`"),
        ErrorKind::UndefinedError => {
            problem.help(format!("`chatgen blueprints show {blueprint}` shows what may be named here"))
        }
        ErrorKind::UnknownFilter => problem.help(format!("chatgen's own are {}", render::FILTERS.join(", "))),
        _ => problem,
    })
}

fn place(source: &Source, error: &Error) -> Span {
    let start = source.start(error.line().unwrap_or(1));
    match error.range() {
        Some(range) if range.start >= start => range,
        _ => start..start + source.text[start..].lines().next().unwrap_or_default().len(),
    }
}
