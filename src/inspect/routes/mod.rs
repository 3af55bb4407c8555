//! The HTTP routes of any axum project, from its source alone.

mod auth;
mod belongs;
mod eval;
mod expand;
mod kept;
mod link;
mod lower;
mod report;
mod tree;
mod unread;
mod words;

use schemars::JsonSchema;
use serde::Serialize;

pub use lower::module as lower;
pub use tree::Module;
pub use unread::Unread;

use super::{Files, Sources};
use crate::problem::{Problem, Source};

/// What is reachable at a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Route {
    /// In upper case; `ANY`, `SERVICE` and `FALLBACK` too.
    pub method: String,
    /// After nesting, with captures as `{id}` and `{*rest}`.
    pub path: String,
    /// As written, a long value cut short; `{closure}` where it has no name.
    pub handler: String,
    /// The file that the route is written in.
    pub file: String,
    /// The line of the method that makes the route, from 1.
    pub line: usize,
    /// Where the handler is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defined: Option<Place>,
    /// The extractor or layer that asks for a caller who is signed in, as written.
    pub auth: Option<String>,
    /// The layers around it, the innermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<String>,
    /// What has to hold for the route to be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The view it belongs to, in a project of chatgen's: `tickets`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
    /// The event of that view: `escalate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// A place whose routes the source alone does not tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Unresolved {
    pub file: String,
    /// From 1.
    pub line: usize,
    /// Why, with the expression in question.
    pub reason: String,
}

/// Every route of a project, what could not be known, and which files could not be parsed.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Routes {
    pub routes: Vec<Route>,
    pub unresolved: Vec<Unresolved>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// Whether a file can matter to routes.
#[must_use]
pub fn wanted(path: &str) -> bool {
    path.ends_with(".rs") || matches!(path.rsplit('/').next(), Some("Cargo.toml" | "chat.toml"))
}

/// The routes of the axum projects in `files`, in the order of their files and lines.
#[must_use]
pub fn routes(files: &Files, sources: &Sources) -> Routes {
    let Evaluated { mut routes, unresolved } = Evaluated::clone(&kept::evaluated(files, sources));
    belongs::name(&mut routes, files);
    let mut problems: Vec<Problem> = sources.values().filter_map(|digest| digest.problem.clone()).collect();
    problems.extend(not_text(files));
    if !problems.is_empty() {
        let unread = Unread::of(files);
        problems.retain(|problem| !unread.has(&problem.file));
    }
    Routes { routes, unresolved, problems }
}

/// Files that may have routes, and could not be read.
fn not_text(files: &Files) -> impl Iterator<Item = Problem> {
    files.unread().filter(|(path, _)| path.ends_with(".rs")).map(|(path, why)| {
        let problem = Source::new(path, "").problem(&(0..0), format!("this is {why}, so its routes are not known"));
        problem.help("save it as UTF-8 text")
    })
}

/// What the packages of a project serve.
#[derive(Debug, Clone, Default)]
struct Evaluated {
    routes: Vec<Route>,
    unresolved: Vec<Unresolved>,
}
