use std::ops::Range;

use crate::check::suppress::Allow;
use crate::check::{Category, Finding, Fix, Project, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "CG092",
    name: "unused-allow",
    severity: Severity::Warning,
    category: Category::Quality,
    page: include_str!("cg092_unused_allow.md"),
    // What is unused is known when all other rules have run.
    check: |_, _| {},
};

/// A comment allows `name`, and nothing of that sort was found.
pub(in crate::check) fn finding(project: &Project, allow: &Allow, name: &str, span: &Range<usize>) -> Finding {
    let problem =
        project.problem(&allow.file, span, format!("`{name}` finds nothing here, so nothing has to be allowed"));
    let finding = RULE.finding(problem.help("take the comment out"));
    let text = project.files.get(&allow.file).map_or("", |text| text);
    match whole_line(text, &allow.span).filter(|_| allow.names.len() == 1) {
        Some(line) => finding.fix(Fix::replace(&allow.file, line, "")),
        None => finding,
    }
}

/// The bytes of a line that holds nothing but the comment.
fn whole_line(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |length| span.end + length + 1);
    let before = text[start..span.start].trim();
    let one_comment = text[start..end].matches("#}").count() <= 1;
    (matches!(before, "//" | "--" | "#" | "{#" | "/*") && one_comment).then_some(start..end)
}
