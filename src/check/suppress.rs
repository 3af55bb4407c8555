//! Comments that allow findings: `// chatgen: allow(CG014) why` on the line, or on one of its own above it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::rules::{self, cg092_unused_allow};
use super::{Finding, Found, Project, Selection};

const MARK: &str = "chatgen: allow(";

/// A comment that allows findings.
#[derive(Debug)]
pub(super) struct Allow {
    pub file: String,
    /// The bytes from `chatgen:` to the closing bracket.
    pub span: Range<usize>,
    /// The rules it names, each with its bytes.
    pub names: Vec<(String, Range<usize>)>,
    /// The bytes after the bracket; empty if nothing is said.
    pub reason: Range<usize>,
    /// The lines that it is about, from 1.
    lines: Range<usize>,
}

/// Takes out the findings that are allowed, and adds one for each comment that allows none.
pub(super) fn apply(project: &Project, selection: &Selection, findings: Vec<Finding>) -> Found {
    let mut used = BTreeSet::new();
    let (mut kept, before) = (Vec::new(), findings.len());
    for finding in findings {
        let of_comments = finding.rule.id.starts_with("CG09");
        let allowing = project.allows().iter().enumerate().filter(|(_, allow)| !of_comments && allow.covers(&finding));
        let allowing: Vec<_> = allowing.map(|(at, _)| (at, finding.rule.id)).collect();
        if allowing.is_empty() {
            kept.push(finding);
        }
        used.extend(allowing);
    }
    let allowed = before - kept.len();
    if selection.has(&cg092_unused_allow::RULE) {
        let unused = project.allows().iter().enumerate().flat_map(|(at, allow)| allow.unused(at, &used, selection));
        let unused = unused.filter(|(allow, ..)| project.wants(&allow.file));
        kept.extend(unused.map(|(allow, name, span)| cg092_unused_allow::finding(project, allow, name, span)));
    }
    Found { findings: kept, allowed }
}

impl Allow {
    fn covers(&self, finding: &Finding) -> bool {
        self.file == finding.problem.file
            && self.lines.contains(&finding.problem.line)
            && self
                .names
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case(finding.rule.id) || name == finding.rule.name)
    }

    /// The rules it names that were run and found nothing there.
    fn unused<'a>(
        &'a self,
        at: usize,
        used: &BTreeSet<(usize, &str)>,
        selection: &Selection,
    ) -> Vec<(&'a Self, &'a str, &'a Range<usize>)> {
        let unused = self.names.iter().filter(|(name, _)| {
            rules::find(name).is_some_and(|rule| selection.has(rule) && !used.contains(&(at, rule.id)))
        });
        unused.map(|(name, span)| (self, name.as_str(), span)).collect()
    }
}

/// Every such comment of a file.
pub(super) fn read(file: &str, text: &str) -> Vec<Allow> {
    let Some(leader) = leader(file).filter(|_| text.contains(MARK)) else { return Vec::new() };
    let rust = file.ends_with(".rs");
    let found = text.match_indices(MARK).map(|(at, _)| at);
    found
        .filter_map(|at| one(file, text, at, leader))
        .filter(|allow| !rust || is_comment(text, allow.span.start))
        .collect()
}

/// The comments of a file that look as if they allowed something, and do not: their bytes, and how they would.
pub(super) fn misspelt(file: &str, text: &str) -> Vec<(Range<usize>, String)> {
    let Some(leader) = leader(file) else { return Vec::new() };
    let rust = file.ends_with(".rs");
    let meant = text.match_indices("chatgen").filter_map(|(at, name)| {
        let line = text[at..].lines().next()?;
        let rest = line[name.len()..].trim_start().strip_prefix(':')?.trim_start();
        let first = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let before = text[first..at].trim_end();
        let opens = ["//", "/*", "--", "{#", "#", "<!--"].iter().any(|opening| before.ends_with(opening));
        let is_meant = opens && rest.starts_with("allow") && !rest[5..].starts_with(is_letter);
        (is_meant && one(file, text, at, leader).is_none() && (!rust || is_comment(text, at)))
            .then(|| at..at + line.trim_end().len())
    });
    let close = match leader {
        "{#" => " #}",
        "/*" => " */",
        _ => "",
    };
    meant.map(|span| (span, format!("{leader} {MARK}CG014) why it is right here{close}"))).collect()
}

fn is_letter(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// What comments begin with in such a file; nothing for what has no comments.
fn leader(file: &str) -> Option<&'static str> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "rs" | "js" | "mjs" | "ts" => Some("//"),
        "css" => Some("/*"),
        "sql" => Some("--"),
        "html" | "jinja" | "j2" => Some("{#"),
        "toml" | "yml" | "yaml" | "sh" => Some("#"),
        _ if name.starts_with(".env") || name.starts_with("Dockerfile") => Some("#"),
        _ => None,
    }
}

fn one(file: &str, text: &str, at: usize, leader: &str) -> Option<Allow> {
    if !text[at..].starts_with(MARK) {
        return None;
    }
    let first = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[first..].lines().next()?;
    let before = text[first..at].trim_end().strip_suffix(leader)?;
    let open = at + MARK.len();
    let close = open + text[open..first + line.len()].find(')')?;
    let reason = text[close + 1..first + line.len()].trim();
    let reason = reason.trim_end_matches("#}").trim_end_matches("*/").trim();
    let start = reason.as_ptr() as usize - text.as_ptr() as usize;
    let number = text[..first].matches('\n').count() + 1;
    let alone = before.trim().is_empty();
    let last = if alone { number + 1 + skipped(&text[first + line.len()..], leader) } else { number };
    Some(Allow {
        file: file.to_owned(),
        span: at..close + 1,
        names: names(text, open..close),
        reason: start..start + reason.len(),
        lines: number..last + 1,
    })
}

fn names(text: &str, inside: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut at = inside.start;
    let parts = text[inside].split(',').map(|part| {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        (part.trim().to_owned(), start..start + part.trim().len())
    });
    parts.collect()
}

/// How many lines stand between a comment and what it is about: further comments, attributes, nothing.
fn skipped(rest: &str, leader: &str) -> usize {
    let lines = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or_default().lines();
    let passes = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line.starts_with(leader) || (leader == "//" && line.starts_with("#["))
    };
    lines.take_while(passes).count()
}

/// Whether a byte of Rust is in a comment, and not in a text.
fn is_comment(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let mut here = 0;
    while here < at {
        here = match &bytes[here..] {
            [b'/', b'/', ..] => match text[here..].find('\n') {
                Some(length) if here + length < at => here + length,
                _ => return true,
            },
            [b'/', b'*', ..] => match after(text, here + 2, "*/") {
                end if end > at => return true,
                end => end,
            },
            [b'\'', b'\\', _, ..] => after(text, here + 3, "'"),
            [b'\'', _, b'\'', ..] => here + 3,
            [b'"', ..] => after_text(bytes, here + 1),
            [b'r', rest @ ..] if !here.checked_sub(1).is_some_and(|last| is_word(bytes[last])) => raw(text, here, rest),
            [b'b', b'r', rest @ ..] if !here.checked_sub(1).is_some_and(|last| is_word(bytes[last])) => {
                raw(text, here + 1, rest)
            }
            _ => here + 1,
        };
    }
    false
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn after(text: &str, from: usize, end: &str) -> usize {
    let found = text.get(from..).and_then(|rest| rest.find(end));
    found.map_or(text.len(), |length| from + length + end.len())
}

fn after_text(bytes: &[u8], mut here: usize) -> usize {
    while here < bytes.len() && bytes[here] != b'"' {
        here += if bytes[here] == b'\\' { 2 } else { 1 };
    }
    here + 1
}

/// After a raw text, if one begins behind this `r`.
fn raw(text: &str, here: usize, rest: &[u8]) -> usize {
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    if rest.get(hashes) != Some(&b'"') {
        return here + 1;
    }
    after(text, here + 2 + hashes, &format!("\"{}", "#".repeat(hashes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_told_from_a_text() {
        let allow = "chatgen: allow(CG001) why";
        let cases = [
            (format!("// {allow}"), true),
            (format!("let a = 'a'; // {allow}"), true),
            (format!("let a = \"// {allow}\";"), false),
            (format!("let a = \"\n// {allow}\";"), false),
            (format!("let a = r#\"\"// {allow}\"#;"), false),
            (format!("let a = r\"\\\"; // {allow}"), true),
            (format!("let a = br##\"\"# // {allow}\"##;"), false),
            (format!("fn f<'a>(a: &'a str) {{}} // {allow}"), true),
            (format!("let a = '\"'; // {allow}"), true),
            (format!("let a = '\\''; // {allow}"), true),
            (format!("let a = \"\\\"// {allow}\";"), false),
            (format!("/* \" */ // {allow}"), true),
        ];
        for (text, expected) in cases {
            assert_eq!(!read("src/a.rs", &text).is_empty(), expected, "{text}");
        }
    }

    #[test]
    fn a_comment_is_about_its_line_or_the_next_one_of_code() {
        let lines = |file, text: &str| read(file, text)[0].lines.clone();
        assert_eq!(lines("a.rs", "one(); // chatgen: allow(CG001) why\ntwo();"), 1..2);
        assert_eq!(lines("a.rs", "// chatgen: allow(CG001) why\n// more\n#[test]\n\nfn two() {}"), 1..6);
        assert_eq!(lines("a.sql", "-- chatgen: allow(CG001) why\r\nSELECT 1;"), 1..3);
        assert_eq!(lines("a.html", "<p>\n  {# chatgen: allow(CG001) why #}\n</p>"), 2..4);
    }
}
