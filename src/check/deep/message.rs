//! A compiler's message as a finding.

use serde::Deserialize;
use serde_json::Value;

use super::{CLIPPY, RUSTC};
use crate::check::{Edit, Finding, Fix};
use crate::inspect::Files;
use crate::problem::{Problem, Severity, Source};

#[derive(Deserialize)]
struct Message {
    message: String,
    code: Option<Code>,
    level: String,
    spans: Vec<Span>,
    children: Vec<Child>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Child {
    message: String,
    level: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    is_primary: bool,
    label: Option<String>,
    suggested_replacement: Option<String>,
    suggestion_applicability: Option<String>,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

/// The finding; nothing for what only counts other messages, or is about no file of the project.
pub(super) fn finding(files: &Files, json: &Value) -> Option<Finding> {
    let message = Message::deserialize(json).ok()?;
    let severity = match message.level.as_str() {
        level if level.starts_with("error") => Severity::Error,
        "warning" => Severity::Warning,
        "note" => Severity::Note,
        _ => return None,
    };
    let span = message.spans.iter().filter(|span| span.is_primary).find_map(|span| own(files, span))?;
    let source = Source::new(&span.file_name, files.get(&span.file_name)?);
    let label = span.label.as_deref().filter(|label| !label.is_empty() && !message.message.contains(label));
    let said = label.map_or(message.message.clone(), |label| format!("{}: {label}", message.message));
    let problem = source.problem(&(span.byte_start..span.byte_end), said);
    let problem = helped(problem, &message.children);
    let code = message.code.map(|code| code.code);
    let lint = code.as_ref().is_some_and(|code| code.starts_with("clippy::"));
    let rule = if lint { &CLIPPY } else { &RUSTC };
    let code = if lint { code } else { code.map(|code| format!("rustc::{code}")) };
    let finding = rule.finding(problem).foreign(code, severity);
    Some(match fix(files, &message.children) {
        Some(fix) => finding.fix(fix),
        None => finding,
    })
}

/// The place in the project: of a macro from elsewhere, where it is used.
fn own<'a>(files: &Files, span: &'a Span) -> Option<&'a Span> {
    let mut span = span;
    for _ in 0..64 {
        if files.get(&span.file_name).is_some() {
            return Some(span);
        }
        span = &span.expansion.as_ref()?.span;
    }
    None
}

fn helped(problem: Problem, children: &[Child]) -> Problem {
    let helps = children.iter().filter(|child| child.level == "help" && !child.message.starts_with("for further info"));
    let helps = helps.map(|child| {
        let text = child.spans.iter().find_map(|span| span.suggested_replacement.as_deref());
        let text = text.map(str::trim).filter(|text| !text.is_empty() && !text.contains('\n'));
        text.map_or(child.message.clone(), |text| format!("{}: `{text}`", child.message.trim_end_matches(':')))
    });
    let helps: Vec<String> = helps.collect();
    if helps.is_empty() { problem } else { problem.help(helps.join("; ")) }
}

/// The change that the compiler is certain of, if it suggests just one.
fn fix(files: &Files, children: &[Child]) -> Option<Fix> {
    let certain = |span: &&Span| span.suggestion_applicability.as_deref() == Some("MachineApplicable");
    let mut ways = children.iter().filter(|child| child.spans.iter().any(|span| certain(&span)));
    let way = ways.next().filter(|_| ways.next().is_none())?;
    let edits = way.spans.iter().map(|span| {
        files.get(&span.file_name).filter(|text| text.get(span.byte_start..span.byte_end).is_some())?;
        let text = span.suggested_replacement.clone().filter(|_| certain(&span))?;
        Some(Edit { file: span.file_name.clone(), start: span.byte_start, end: span.byte_end, text })
    });
    edits.collect::<Option<Vec<Edit>>>().map(|edits| Fix { edits })
}
