//! Findings as SARIF 2.1.0, with what GitHub's code scanning asks for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::prefix;
use crate::check::validate::Checked;
use crate::check::{Category, Edit, Finding, Rule, Severity, page};

/// One run with its rules and results. Paths are relative to the repository.
#[must_use]
pub fn sarif(checked: &Checked) -> Value {
    let prefix = prefix(&checked.root);
    let mut rules: Vec<(String, Value)> = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut results = Vec::new();
    for finding in &checked.findings {
        let known = rules.iter().position(|(id, _)| id == finding.id());
        let rule = known.unwrap_or_else(|| {
            rules.push((finding.id().to_owned(), descriptor(finding.id(), finding.rule)));
            rules.len() - 1
        });
        results.push(result(&prefix, finding, rule, &mut seen));
    }
    let rules: Vec<Value> = rules.into_iter().map(|(_, rule)| rule).collect();
    let driver = json!({ "name": "chatgen", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    json!({ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run] })
}

fn descriptor(id: &str, rule: &Rule) -> Value {
    let mut properties =
        json!({ "tags": [rule.category], "precision": "high", "problem.severity": severity(rule.severity) });
    if rule.category == Category::Security {
        let score = if rule.severity == Severity::Error { "8.0" } else { "5.0" };
        properties["tags"] = json!(["security"]);
        properties["security-severity"] = json!(score);
    }
    let words = page::words(rule.page);
    json!({
        "id": id,
        "name": rule.name,
        "shortDescription": { "text": page::title(rule.page) },
        "fullDescription": { "text": words.split("\n\n").next().unwrap_or_default().replace('\n', " ") },
        "help": { "text": words, "markdown": page::markdown(rule.page) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": properties,
    })
}

fn result(prefix: &str, finding: &Finding, rule: usize, seen: &mut BTreeMap<String, usize>) -> Value {
    let problem = &finding.problem;
    let message = match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    };
    let region = json!({
        "startLine": problem.line,
        "startColumn": problem.column,
        "endColumn": problem.column + problem.marked().chars().count(),
    });
    let location = json!({ "artifactLocation": artifact(prefix, &problem.file), "region": region });
    let mut result = json!({
        "ruleId": finding.id(),
        "ruleIndex": rule,
        "level": level(finding.severity()),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location }],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint(finding, seen) },
    });
    if let Some(fix) = &finding.fix {
        let changes: Vec<Value> = fix.edits.iter().map(|edit| change(prefix, edit)).collect();
        result["fixes"] = json!([{ "artifactChanges": changes }]);
    }
    result
}

fn change(prefix: &str, edit: &Edit) -> Value {
    let deleted = json!({ "byteOffset": edit.start, "byteLength": edit.end - edit.start });
    let replacement = json!({ "deletedRegion": deleted, "insertedContent": { "text": edit.text } });
    json!({ "artifactLocation": artifact(prefix, &edit.file), "replacements": [replacement] })
}

/// Stays the same while lines above come and go: the rule, the file and the text of the line, and which of its like it is.
fn fingerprint(finding: &Finding, seen: &mut BTreeMap<String, usize>) -> String {
    let problem = &finding.problem;
    let text = [finding.id(), &problem.file, problem.excerpt().trim()].join("\0");
    let hash = crate::write::hash(text.as_bytes());
    let hash = hash.get(..16).unwrap_or(&hash).to_owned();
    let count = seen.entry(hash.clone()).or_default();
    *count += 1;
    format!("{hash}:{count}")
}

fn artifact(prefix: &str, file: &str) -> Value {
    json!({ "uri": uri(&format!("{prefix}{file}")), "uriBaseId": "%SRCROOT%" })
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}
