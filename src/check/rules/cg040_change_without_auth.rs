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
        let asks = exposed.involves.sign_ins || exposed.involves.admin;
        if exposed.is_change() && exposed.does.writes && !asks {
            let (function, path, method) = (exposed.place.function, &exposed.path, &exposed.method);
            let message = format!("anybody may {method} {path} and change something, without being signed in");
            let help = "take `user: CurrentUser` (or `InRoom`, or `Admin`) before the body";
            found.push(RULE.finding(exposed.place.module.problem(&function.at, message).help(help)));
        }
    }
}
