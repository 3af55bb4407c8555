use crate::check::exposed::Exposed;
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG040",
    name: "change-without-auth",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg040_change_without_auth.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for exposed in project.exposed().iter().filter(|exposed| project.wants(exposed.place.file)) {
        if exposed.is_change() && exposed.does.writes && !asks(exposed) {
            let (function, path, method) = (exposed.place.function, &exposed.path, &exposed.method);
            let message = format!("anybody may {method} {path} and change something, without being signed in");
            let help = "take `user: CurrentUser` (or `InRoom`, or `Admin`) before the body";
            found.push(RULE.finding(exposed.place.module.problem(&function.at, message).help(help)));
        }
    }
}

/// Whether somebody has to be signed in, or signs in here.
fn asks(exposed: &Exposed) -> bool {
    if !exposed.is_open || exposed.does.sign_ins || exposed.involves.admin {
        return exposed.involves.sign_ins || exposed.involves.admin;
    }
    // An extractor that takes whoever is there, or nobody, asks only if the handler looks at it.
    let body = exposed.place.module.text(&exposed.place.function.body);
    exposed.involves.sign_ins && REFUSALS.iter().any(|word| body.contains(word))
}

/// How a handler turns somebody away who may be nobody.
const REFUSALS: [&str; 6] = ["Unauthorized", "Forbidden", "NotFound", "ok_or", "let Some", "match "];
