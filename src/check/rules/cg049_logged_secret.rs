use crate::check::graph::Place;
use crate::check::{Category, Finding, Project, Rule, Severity};
use crate::inspect::code::{Call, Kind, words};
use crate::problem::Span;

pub static RULE: Rule = Rule {
    id: "CG049",
    name: "logged-secret",
    severity: Severity::Error,
    category: Category::Security,
    page: include_str!("cg049_logged_secret.md"),
    check,
};

const LOGS: [&str; 13] = [
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "event",
    "span",
    "trace_span",
    "debug_span",
    "info_span",
    "warn_span",
    "error_span",
    "dbg",
];

const SECRETS: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "client_secret",
    "api_key",
    "private_key",
    "access_token",
    "refresh_token",
    "bearer_token",
    "session_token",
    "auth_token",
    "password_hash",
    "token",
];

fn check(project: &Project, found: &mut Vec<Finding>) {
    for place in project.graph().places().filter(|place| project.wants(place.file)) {
        let logs = place.function.calls.iter().filter(|call| call.kind == Kind::Macro && LOGS.contains(&call.name()));
        for (text, at) in logs.flat_map(|call| secrets(&place, call)) {
            let message = format!("`{text}` is written to the log, where it outlives what it protects");
            let help = "log who it belongs to, by id, and leave the secret out";
            found.push(RULE.finding(place.module.problem(&at, message).help(help)));
        }
    }
}

/// The arguments, and names in the text, that are secrets.
fn secrets<'a>(place: &Place<'a>, log: &Call) -> Vec<(&'a str, Span)> {
    let mut found = Vec::new();
    for argument in &log.arguments {
        let text = place.module.text(&argument.at);
        if argument.literal.is_some() {
            let names = words::placeholders(text).into_iter().filter(|name| is_secret(name));
            found.extend(names.map(|name| (name, argument.at.clone())));
            continue;
        }
        let value = text.split_once('=').map_or(text, |(_, value)| value);
        if is_secret(value.trim().trim_start_matches(['%', '?', '&', '*'])) {
            found.push((text, argument.at.clone()));
        }
    }
    found
}

/// A variable or a field of such a name, and nothing done with it.
fn is_secret(value: &str) -> bool {
    let is_path = value.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '.'));
    is_path && value.rsplit('.').next().is_some_and(|last| SECRETS.contains(&last))
}
