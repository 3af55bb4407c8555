use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG006",
    name: "base-lost",
    severity: Severity::Error,
    category: Category::Schema,
    page: include_str!("cg006_base_lost.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(disk) = project.on_disk().filter(|_| project.wants("chat.toml")) else { return };
    if let Err(failure) = disk.base() {
        let problem = project.problem("chat.toml", &(0..0), failure.message);
        let problem = failure.help.into_iter().fold(problem, crate::problem::Problem::help);
        found.push(RULE.finding(problem));
    }
}
