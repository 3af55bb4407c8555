//! The HTTP routes of any axum project, from its source alone.

mod auth;
mod belongs;
mod eval;
mod expand;
mod link;
mod lower;
mod report;
mod tree;
mod unread;
mod words;

use std::convert::Infallible;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

pub use lower::module as lower;
pub use tree::Module;
pub use unread::Unread;

use super::{Files, Sources, source};
use crate::kept::Kept;
use crate::problem::Problem;

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
    static ROUTES: Kept<(Texts, Sources), Routes> = Kept::new(2);
    let texts = || files.iter().filter(|(path, _)| wanted(path));
    let is_same = |(known, digests): &(Texts, Sources)| {
        let same_digests = digests.len() == sources.len()
            && digests.values().zip(sources.values()).all(|(one, other)| Arc::ptr_eq(one, other));
        same_digests
            && known.iter().zip(texts()).all(|((path, text), now)| (path.as_str(), text) == now)
            && known.len() == texts().count()
    };
    let make = || {
        let mut routes = source::with_stack(|| report::report(files, sources));
        belongs::name(&mut routes.routes, files);
        let texts = texts().map(|(path, text)| (path.to_owned(), Arc::clone(text))).collect();
        Ok::<_, Infallible>(((texts, sources.clone()), routes))
    };
    let Ok(routes) = ROUTES.get(is_same, make);
    Routes::clone(&routes)
}

/// Each file that matters to routes, with its text.
type Texts = Vec<(String, Arc<str>)>;
