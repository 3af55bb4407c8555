//! What was found, in the shape in which it is told.

use super::auth::Auth;
use super::eval::{self, Entry, Target};
use super::link::Program;
use super::{Place, Route, Routes, Unread};
use crate::inspect::{Files, Sources};

/// The routes of a project, by file and line.
pub fn report(files: &Files, sources: &Sources) -> Routes {
    let mut program = Program::link(files, sources);
    let found = eval::evaluate(&mut program);
    let auth = Auth::new(&program);
    let mut routes: Vec<Route> = found.entries.iter().map(|entry| route(&program, &auth, entry)).collect();
    routes.sort_by(|a, b| (&a.file, a.line, &a.path).cmp(&(&b.file, b.line, &b.path)));
    let unread = Unread::of(files);
    let read = sources.iter().filter(|(path, _)| !unread.has(path));
    Routes {
        routes,
        unresolved: found.unresolved.into_iter().collect(),
        problems: read.filter_map(|(_, digest)| digest.problem.clone()).collect(),
    }
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
