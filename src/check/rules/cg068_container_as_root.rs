use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG068",
    name: "container-as-root",
    severity: Severity::Warning,
    category: Category::Config,
    page: include_str!("cg068_container_as_root.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(image) = project.deploy().image.as_ref().filter(|_| project.is_chatgen()) else { return };
    let at = match &image.user {
        None => &image.from,
        Some((user, at)) if ["root", "0", "0:0", "root:root"].contains(&user.as_str()) => at,
        Some(_) => return,
    };
    let problem = project.problem(&image.file, at, "the program runs as root in its container");
    found.push(RULE.finding(problem.help("make a user, and name it before CMD: USER chat")));
}
