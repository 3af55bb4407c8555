use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG042",
    name: "cost-without-limit",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg042_cost_without_limit.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for exposed in project.exposed().iter().filter(|exposed| project.wants(exposed.place.file)) {
        let is_free = exposed.does.costs && !exposed.involves.limits && !exposed.involves.admin;
        if is_free {
            let (path, method) = (&exposed.path, &exposed.method);
            let message =
                format!("{method} {path} proves a password, makes an account or sends mail, as often as anybody likes");
            let help = "count it first: take `client: Client` and call `app.limits.attempt(&name, client.ip)?`";
            found.push(RULE.finding(exposed.place.module.problem(&exposed.place.function.at, message).help(help)));
        }
    }
}
