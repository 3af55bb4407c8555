use crate::check::deploy::is_example;
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG065",
    name: "default-secret",
    severity: Severity::Error,
    category: Category::Config,
    page: include_str!("cg065_default_secret.md"),
    check,
};

/// What people write until they know better.
const DEFAULTS: [&str; 16] = [
    "admin",
    "change-me",
    "change_me",
    "changeit",
    "changeme",
    "default",
    "insecure",
    "letmein",
    "mysecret",
    "password",
    "qwerty",
    "replace-me",
    "root",
    "secret",
    "supersecret",
    "test",
];

fn check(project: &Project, found: &mut Vec<Finding>) {
    if !project.is_chatgen() {
        return;
    }
    for setting in project.deploy().settings().filter(|setting| !is_example(&setting.file)) {
        let Some(value) = setting.value.as_deref().map(str::to_lowercase) else { continue };
        let guessed =
            DEFAULTS.contains(&value.as_str()) || (value.len() >= 4 && value.bytes().all(|byte| byte.is_ascii_digit()));
        if guessed && is_secret(&setting.name) {
            let message = format!("`{}` has a value that everybody guesses", setting.name);
            let help = "take a random one from outside of the repository: KEY: ${KEY:?} in compose.yaml";
            found.push(RULE.finding(project.problem(&setting.file, &setting.at, message).help(help)));
        }
    }
}

/// Whether a variable holds what nobody else may know.
fn is_secret(name: &str) -> bool {
    let name = name.to_uppercase();
    ["SECRET", "PASSWORD", "PASSWD", "TOKEN", "API_KEY", "PRIVATE_KEY", "SECRET_KEY", "ACCESS_KEY"]
        .iter()
        .any(|end| name.ends_with(end))
}
