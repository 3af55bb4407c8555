use crate::check::{Category, Finding, Fix, Project, Rule, Severity};
use crate::inspect::code::{Kind, Module};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG015",
    name: "invalid-path",
    severity: Severity::Error,
    category: Category::Routes,
    page: include_str!("cg015_invalid_path.md"),
    check,
};

/// Methods of a router whose first argument is a path.
const ROUTES: [&str; 5] = ["route", "route_service", "nest", "nest_service", "route_with_tsr"];

fn check(project: &Project, found: &mut Vec<Finding>) {
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        let routes = place.function.calls.iter().filter(|call| {
            let is_router = place.module.receiver(call).contains("Router") || call.arguments.len() == 2;
            call.kind == Kind::Method && ROUTES.contains(&call.name()) && is_router
        });
        let mut routes =
            routes.filter_map(|call| call.arguments.first()?.literal.as_deref().zip(call.arguments.first())).peekable();
        if routes.peek().is_none() || !is_braced(project, place.file) || !is_axum(place.module) {
            continue;
        }
        for (path, argument) in routes {
            if let Some(finding) = wrong(place.module, place.file, path, &argument.at) {
                found.push(finding);
            }
        }
    }
}

fn wrong(module: &Module, file: &str, path: &str, at: &Span) -> Option<Finding> {
    let (message, new) = if path.is_empty() || !path.starts_with('/') {
        (
            format!("axum refuses a path that does not begin with `/`: `{path}` stops the server as it starts"),
            format!("/{path}"),
        )
    } else if path.split('/').any(|part| part.len() > 1 && part.starts_with([':', '*'])) {
        let message = format!(
            "axum 0.8 refuses `{path}`, an older version's way to write captures, and the server stops as it starts"
        );
        (message, braced(path))
    } else {
        return None;
    };
    let problem = module.problem(at, message).help(format!("write `\"{new}\"`"));
    let finding = RULE.finding(problem);
    let is_plain = module.text(at) == format!("\"{path}\"");
    Some(if is_plain { finding.fix(Fix::replace(file, at.clone(), format!("\"{new}\""))) } else { finding })
}

/// The path with its captures in braces.
fn braced(path: &str) -> String {
    let parts = path.split('/').map(|part| match (part.strip_prefix(':'), part.strip_prefix('*')) {
        (Some(name), _) if !name.is_empty() => format!("{{{name}}}"),
        (_, Some(name)) if !name.is_empty() => format!("{{*{name}}}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Whether the router is axum's, not another library's.
fn is_axum(module: &Module) -> bool {
    let is_axum = |path: &str| path.split("::").next().is_some_and(|first| first.contains("axum"));
    module.uses.iter().any(|used| is_axum(&used.path))
}

/// Whether the crate of a file uses a version of axum that wants braces.
fn is_braced(project: &Project, file: &str) -> bool {
    let mut folder = file;
    while let Some((parent, _)) = folder.rsplit_once('/').or_else(|| (!folder.is_empty()).then_some(("", ""))) {
        folder = parent;
        let manifest = if folder.is_empty() { "Cargo.toml".to_owned() } else { format!("{folder}/Cargo.toml") };
        let Some(text) = project.files.get(&manifest) else { continue };
        let line = text
            .lines()
            .find(|line| line.strip_prefix("axum").is_some_and(|rest| rest.trim_start().starts_with(['=', '.'])));
        match line {
            Some(line) if line.contains("workspace") => {}
            Some(line) => return ["\"0.8", "\"=0.8", "\"^0.8", "\"~0.8"].iter().any(|version| line.contains(version)),
            None => {}
        }
    }
    false
}
