//! What was found, in the shape in which it is told.

use std::collections::BTreeSet;

use super::auth::Auth;
use super::eval::{self, Entry, Target};
use super::link::{Package, Program};
use super::{Evaluated, Place, Route};
use crate::inspect::{Files, Sources};

/// The routes of packages, by file and line; and each file that was looked for.
pub fn report(packages: Vec<Package>, files: &Files, sources: &Sources) -> (Evaluated, BTreeSet<String>) {
    let mut program = Program::link(packages, files, sources);
    let found = eval::evaluate(&mut program);
    let auth = Auth::new(&program);
    let mut routes: Vec<Route> = found.entries.iter().map(|entry| route(&program, &auth, entry)).collect();
    routes.sort_by(|a, b| (&a.file, a.line, &a.path).cmp(&(&b.file, b.line, &b.path)));
    let unresolved = found.unresolved.into_iter().collect();
    (Evaluated { routes, unresolved }, program.looked_for)
}

fn route(program: &Program, auth: &Auth, entry: &Entry) -> Route {
    Route {
        method: entry.method.clone(),
        path: if entry.path.is_empty() { "/".to_owned() } else { entry.path.clone() },
        handler: entry.handler.text.clone(),
        file: entry.place.file.clone(),
        line: entry.place.line,
        defined: defined(program, &entry.handler.target),
        auth: auth.of(entry),
        layers: entry.layers.iter().map(|layer| layer.text.clone()).collect(),
        condition: (!entry.conditions.is_empty()).then(|| entry.conditions.join(" and ")),
        view: None,
        event: None,
    }
}

/// Where a handler is.
fn defined(program: &Program, target: &Target) -> Option<Place> {
    match target {
        Target::Function { id, .. } => {
            let node = &program.functions[*id];
            Some(program.place(program.modules[node.module].text, node.function.line))
        }
        Target::Closure { module, line } => Some(program.place(program.modules[*module].text, *line)),
        Target::External(_) | Target::Nothing => None,
    }
}
