use crate::check::deploy::{Setting, prefix};
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::names::did_you_mean;

pub static RULE: Rule = Rule {
    id: "CG061",
    name: "unknown-setting",
    severity: Severity::Error,
    category: Category::Config,
    page: include_str!("cg061_unknown_setting.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(prefix) = prefix(project) else { return };
    let deploy = project.deploy();
    // Configuration that is read in a way of its own is not understood here.
    if deploy.asked.is_empty() {
        return;
    }
    for setting in deploy.settings().filter(|setting| project.wants(&setting.file)) {
        let Some(name) = setting.name.strip_prefix(&prefix).map(str::to_lowercase) else { continue };
        if !deploy.mentioned.contains(&name) {
            found.push(finding(project, setting, &name, &prefix));
        }
    }
}

fn finding(project: &Project, setting: &Setting, name: &str, prefix: &str) -> Finding {
    let known: Vec<&str> = project.deploy().asked.iter().map(|asked| asked.name.as_str()).collect();
    let shown = |name: &str| {
        if setting.file == "config.toml" { name.to_owned() } else { format!("{prefix}{}", name.to_uppercase()) }
    };
    let problem = project.problem(&setting.file, &setting.at, format!("no code reads `{}`", shown(name)));
    RULE.finding(match did_you_mean(name, &known) {
        Some(near) => problem.help(format!("did you mean `{}`?", shown(near))),
        None => problem.help("the settings are in src/config.rs; take it out, or read it there"),
    })
}
