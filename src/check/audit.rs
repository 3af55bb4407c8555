//! What a project exposes: each route, who may use it, under which limits and protections, and what rules say about it.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::exposed::{Deeds, Exposed};
use super::validate::read;
use super::{Category, Finding, Project, Selection, run};
use crate::inspect::routes::{Place, Route};
use crate::inspect::source::Reader;
use crate::names::did_you_mean;
use crate::output::{BOLD, DIM, Failure, RED, Report, YELLOW};

/// What is exposed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Audited {
    pub routes: Vec<Entry>,
    /// Places whose routes the source alone does not tell; `chatgen routes` names them.
    pub unresolved: usize,
}

/// A route, and what stands before its handler.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Entry {
    pub method: String,
    pub path: String,
    pub handler: String,
    /// The handler's place, or else the route's.
    pub file: String,
    pub line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
    pub access: Access,
    /// What asks for a caller who is signed in, as written.
    pub auth: Option<String>,
    /// Whether it may change something.
    pub changes: bool,
    pub limits: Vec<&'static str>,
    pub protections: Vec<&'static str>,
    /// The rules of security and routes that find something in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
}

/// Who gets in, as far as the source tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Everybody,
    SignedIn,
    /// Of the room that it is about.
    Members,
    Administrators,
}

impl Access {
    fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::SignedIn => "signed in",
            Self::Members => "members",
            Self::Administrators => "administrators",
        }
    }
}

/// Audits a view, a route by its path, or `all`.
///
/// # Errors
/// A scope that is neither; exit code 2.
pub fn run_audit(root: &Path, reader: &Reader, scope: &str) -> Result<Audited, Failure> {
    let files = read(root);
    let sources = reader.read(&files);
    let project = Project::new(&files, &sources);
    let mut routes = entries(&project);
    add_findings(&project, &mut routes);
    if scope != "all" {
        let known: Vec<String> =
            routes.iter().flat_map(|entry| entry.view.iter().chain([&entry.path])).cloned().collect();
        routes.retain(|entry| entry.path == scope || entry.view.as_deref() == Some(scope));
        if routes.is_empty() {
            return Err(unknown(scope, &known));
        }
    }
    Ok(Audited { routes, unresolved: project.routes().unresolved.len() })
}

fn unknown(scope: &str, known: &[String]) -> Failure {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let failure = Failure::usage(format!("`{}` is no view and no route's path", scope.escape_debug()));
    match did_you_mean(scope, &known) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`chatgen routes` lists the paths, `chatgen audit all` shows all of them"),
    }
}

/// One entry for each route; what only a handler's own description names comes after them.
fn entries(project: &Project) -> Vec<Entry> {
    let routes = &project.routes().routes;
    let exposed = project.exposed();
    let of = |route: &Route| {
        let defined = route.defined.as_ref()?;
        exposed
            .iter()
            .find(|exposed| is_at(exposed, defined) && (exposed.method == route.method || route.method == "ANY"))
    };
    let mut entries: Vec<Entry> = routes.iter().map(|route| routed(route, of(route))).collect();
    let is_routed = |exposed: &&Exposed| {
        routes.iter().any(|route| route.defined.as_ref().is_some_and(|defined| is_at(exposed, defined)))
    };
    entries.extend(exposed.iter().filter(|exposed| !is_routed(exposed)).map(described));
    entries
}

fn is_at(exposed: &Exposed, place: &Place) -> bool {
    exposed.place.file == place.file && exposed.place.function.line == place.line
}

fn routed(route: &Route, exposed: Option<&Exposed>) -> Entry {
    let deeds = exposed.map(|exposed| exposed.involves).unwrap_or_default();
    let place = route.defined.clone().unwrap_or(Place { file: route.file.clone(), line: route.line });
    Entry {
        method: route.method.clone(),
        path: route.path.clone(),
        handler: route.handler.clone(),
        view: route.view.clone().or_else(|| view(&place.file)),
        access: access(route.auth.is_some(), &deeds),
        auth: route.auth.clone(),
        changes: is_change(&route.method),
        limits: limits(&route.layers, &deeds),
        protections: protections(&route.layers),
        file: place.file,
        line: place.line,
        findings: Vec::new(),
    }
}

/// Of a handler whose route the source does not tell.
fn described(exposed: &Exposed) -> Entry {
    // Whoever signs in touches sign-ins, too.
    let signed_in = exposed.involves.sign_ins && !exposed.does.sign_ins;
    Entry {
        method: exposed.method.clone(),
        path: exposed.path.clone(),
        handler: exposed.place.function.name.clone(),
        file: exposed.place.file.to_owned(),
        line: exposed.place.function.line,
        view: view(exposed.place.file),
        access: access(signed_in, &exposed.involves),
        auth: None,
        changes: is_change(&exposed.method),
        limits: limits(&[], &exposed.involves),
        protections: Vec::new(),
        findings: Vec::new(),
    }
}

fn is_change(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}

fn access(signed_in: bool, deeds: &Deeds) -> Access {
    match signed_in {
        true if deeds.admin => Access::Administrators,
        true if deeds.membership_checks || deeds.memberships => Access::Members,
        true => Access::SignedIn,
        false => Access::Everybody,
    }
}

/// The view whose module a file is in, in a project of chatgen's.
fn view(file: &str) -> Option<String> {
    let name = file.strip_prefix("src/http/views/")?.split('/').next()?;
    Some(name.trim_end_matches(".rs").to_owned())
}

/// What is known by a part of a layer's text.
const LIMITS: [(&str, &[&str]); 4] = [
    ("rate", &["Governor", "RateLimit", "rate_limit", "Ratelimit"]),
    ("body", &["BodyLimit"]),
    ("time", &["Timeout", "timeout"]),
    ("concurrency", &["ConcurrencyLimit", "LoadShed"]),
];
const PROTECTIONS: [(&str, &[&str]); 3] = [
    ("same origin", &["same_origin", "csrf", "Csrf", "CSRF"]),
    ("cors", &["Cors", "cors"]),
    ("headers", &["headers", "SetResponseHeader"]),
];

fn named(layers: &[String], names: &[(&'static str, &[&str])]) -> Vec<&'static str> {
    let has = |words: &[&str]| layers.iter().any(|layer| words.iter().any(|word| layer.contains(word)));
    names.iter().filter(|(_, words)| has(words)).map(|(name, _)| *name).collect()
}

fn limits(layers: &[String], deeds: &Deeds) -> Vec<&'static str> {
    let mut found = named(layers, &LIMITS);
    if deeds.limits && !found.contains(&"rate") {
        found.insert(0, "rate");
    }
    found
}

/// Whether a layer counts how often somebody comes.
pub(super) fn is_rate_limited(layers: &[String]) -> bool {
    named(layers, &LIMITS).contains(&"rate")
}

fn protections(layers: &[String]) -> Vec<&'static str> {
    named(layers, &PROTECTIONS)
}

/// Adds to each entry what rules find between its handler's first line and the next one's.
fn add_findings(project: &Project, entries: &mut [Entry]) {
    let selection = Selection { categories: vec![Category::Security, Category::Routes], ..Selection::default() };
    for finding in run(project, &selection).findings {
        let before = |entry: &&Entry| entry.file == finding.problem.file && entry.line <= finding.problem.line;
        let Some(line) = entries.iter().filter(before).map(|entry| entry.line).max() else { continue };
        if project
            .graph()
            .at(&finding.problem.file, finding.problem.line)
            .is_some_and(|place| place.function.line != line)
        {
            continue;
        }
        let own = entries.iter_mut().filter(|entry| entry.line == line && entry.file == finding.problem.file);
        own.for_each(|entry| add(entry, &finding));
    }
}

fn add(entry: &mut Entry, finding: &Finding) {
    if !entry.findings.iter().any(|id| id == finding.id()) {
        entry.findings.push(finding.id().to_owned());
    }
}

impl Report for Audited {
    fn text(&self) -> String {
        let width = |of: fn(&Entry) -> usize| self.routes.iter().map(of).max().unwrap_or(0);
        let (methods, paths) = (width(|entry| entry.method.len()), width(|entry| entry.path.chars().count()).min(60));
        let mut text: String = self.routes.iter().map(|entry| entry.line_of(methods, paths)).collect();
        let open = self.routes.iter().filter(|entry| entry.access == Access::Everybody && entry.changes).count();
        let found = self.routes.iter().filter(|entry| !entry.findings.is_empty()).count();
        text.push_str(&format!(
            "\n{} routes; everybody may change something by {open}; rules find something in {found}",
            self.routes.len()
        ));
        if self.unresolved > 0 {
            text.push_str(&format!("; {} places are unresolved: chatgen routes", self.unresolved));
        }
        text + "\n"
    }
}

impl Entry {
    fn line_of(&self, methods: usize, paths: usize) -> String {
        let style = if self.access == Access::Everybody && self.changes { YELLOW } else { DIM };
        let list = |label: &str, items: &[&str]| {
            if items.is_empty() { String::new() } else { format!("  {label} {}", items.join(", ")) }
        };
        let found = if self.findings.is_empty() {
            String::new()
        } else {
            format!("  {RED}{}{RED:#}", self.findings.join(", "))
        };
        format!(
            "{BOLD}{:<methods$}{BOLD:#} {:<paths$}  {style}{:<14}{style:#}{}{}{found}  {DIM}{}:{}{DIM:#}\n",
            self.method,
            self.path,
            self.access.name(),
            list("limits:", &self.limits),
            list("protected by:", &self.protections),
            self.file,
            self.line,
        )
    }
}
