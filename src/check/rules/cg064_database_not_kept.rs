use crate::check::deploy::{containers, prefix};
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG064",
    name: "database-not-kept",
    severity: Severity::Error,
    category: Category::Config,
    page: include_str!("cg064_database_not_kept.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(prefix) = prefix(project) else { return };
    for container in containers(project.deploy(), &prefix) {
        let Some(database) = container.database() else { continue };
        let holds = |volume: &String| {
            let folder = format!("{}/", volume.trim_end_matches('/'));
            database.starts_with(&folder)
        };
        if !container.service.volumes.iter().any(holds) {
            let (file, at) = container.place("database_url");
            let message = format!("the database `{database}` is in no volume, so a new container begins without it");
            let help = "mount a volume at its folder, or set the database's URL to a file in one";
            found.push(RULE.finding(project.problem(file, &at, message).help(help)));
        }
    }
}
