use crate::check::deploy::{Container, Value, containers, prefix};
use crate::check::{Category, Finding, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG060",
    name: "production-refuses",
    severity: Severity::Error,
    category: Category::Config,
    page: include_str!("cg060_production_refuses.md"),
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(prefix) = prefix(project) else { return };
    for container in containers(project.deploy(), &prefix) {
        for (name, message, help) in refusals(project, &container) {
            let (file, at) = container.place(name);
            found.push(RULE.finding(project.problem(file, &at, message).help(help)));
        }
        for asked in &project.deploy().asked {
            let Value::Set(value, setting) = container.get(&asked.name) else { continue };
            if let Some((what, help)) = unfit(value, &asked.default) {
                let message = format!("`{value}` is no {what}, and the program refuses to start with it");
                found.push(RULE.finding(project.problem(&setting.file, &setting.at, message).help(help)));
            }
        }
    }
}

/// What a value should be, by what the setting is when left out, and is not.
fn unfit(value: &str, default: &str) -> Option<(&'static str, &'static str)> {
    let is_number = default.contains(|char: char| char.is_ascii_digit())
        && default.chars().all(|char| "0123456789_* ".contains(char));
    match default {
        "true" | "false" if !["true", "false"].contains(&value) => Some(("yes or no", "write `true` or `false`")),
        _ if is_number && value.trim().parse::<f64>().is_err() => {
            Some(("number", "write it in digits, without a unit"))
        }
        _ => None,
    }
}

/// What the program itself refuses at its start: the setting, why, and what to do.
fn refusals(project: &Project, container: &Container) -> Vec<(&'static str, String, &'static str)> {
    let knows = |name: &str| project.deploy().mentioned.contains(name);
    let mut found = Vec::new();
    // A release build is in production unless it is told otherwise.
    let Some(environment) = container.or("environment", "production") else { return found };
    if !["production", "development"].contains(&environment) {
        found.push(("environment", format!("`{environment}` is no environment"), "write `production`"));
    }
    if container.or("bind", "127.0.0.1:3000").is_some() && container.bind().is_none() {
        found.push(("bind", "this is no address with a port".to_owned(), "write it like 0.0.0.0:3000"));
    }
    if environment != "production" || !knows("public_url") {
        return found;
    }
    found.extend(unencrypted(container));
    let memory = container.or("password_memory", "19456").and_then(|text| text.parse::<u32>().ok());
    if memory.is_some_and(|memory| memory < 7 * 1024) && knows("password_memory") {
        let message = "production refuses to start: less than 7168 KiB is too cheap to guess passwords for";
        found.push(("password_memory", message.to_owned(), "leave it out, or give at least 7168"));
    }
    found
}

/// Passwords that would cross a network as plain text.
fn unencrypted(container: &Container) -> Option<(&'static str, String, &'static str)> {
    let bind = container.bind()?;
    let default = format!("http://{bind}");
    let url = container.or("public_url", &default)?;
    let allowed = container.or("allow_http", "false")? == "true";
    if url.starts_with("https://") || bind.ip().is_loopback() || allowed {
        return None;
    }
    let message = format!("production refuses to start: passwords would cross the network unencrypted, with `{url}`");
    let help =
        "give the https:// address that browsers use; behind a port of this machine only, allow_http = true will do";
    Some(("public_url", message, help))
}
