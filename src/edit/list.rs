//! Lists and inline tables: what stands between brackets, with commas.

use super::page::Page;
use crate::problem::Span;

/// Puts a member at the end of a list; `span` is the list with its brackets, `members` are its members.
pub fn insert(page: &Page, span: &Span, members: &[Span], member: &str) -> String {
    let Some(last) = members.last() else { return first(page, span, member) };
    let before = members.iter().rev().nth(1).map_or(span.start, |member| member.end);
    if !page.text[before..last.start].contains('\n') {
        return page.replace(&(last.end..last.end), &format!(", {member}"));
    }
    let newline = page.newline();
    let line = page.line_start(last.start);
    let indent: String = page.text[line..].chars().take_while(|char| matches!(char, ' ' | '\t')).collect();
    let comma = comma_behind(page, last.end, span.end);
    let from = comma.map_or(last.end, |comma| comma + 1);
    let end = page.text[from..page.line_end(from)].trim_end_matches(['\n', '\r']).len() + from;
    if end >= span.end {
        return page
            .replace(&(from..from), &format!("{}{newline}{indent}{member}", if comma.is_some() { "" } else { "," }));
    }
    if comma.is_some() {
        return page.replace(&(end..end), &format!("{newline}{indent}{member},"));
    }
    let comment = &page.text[last.end..end];
    page.replace(&(last.end..end), &format!(",{comment}{newline}{indent}{member}"))
}

fn first(page: &Page, span: &Span, member: &str) -> String {
    let inside = span.start + 1..span.end - 1;
    let written = &page.text[inside.clone()];
    if written.contains('\n') {
        let at = page.line_start(inside.end);
        return page.replace(&(at..at), &format!("    {member},{}", page.newline()));
    }
    let space = if page.text[span.clone()].starts_with('{') { " " } else { "" };
    page.replace(&inside, &format!("{space}{member}{space}"))
}

/// What has to go so that a list loses one of its members: several parts of the text, in order.
pub fn without(page: &Page, span: &Span, members: &[Span], at: usize) -> Vec<Span> {
    let member = &members[at];
    let comma = comma_behind(page, member.end, span.end);
    let behind = comma.map_or(member.end, |comma| comma + 1);
    let (start, end) = (page.line_start(member.start), page.line_end(behind));
    let rest = page.text[behind..end].trim();
    let alone = page.text[start..member.start].trim().is_empty() && (rest.is_empty() || rest.starts_with('#'));
    if alone && start > span.start && end <= span.end {
        let own = page.with_comment(start, end).max(page.line_end(span.start))..end;
        let needless = at.checked_sub(1).filter(|_| comma.is_none() && at + 1 == members.len());
        let before = needless.and_then(|before| comma_behind(page, members[before].end, span.end));
        return before.map(|comma| comma..comma + 1).into_iter().chain([own]).collect();
    }
    let gone = match (members.get(at + 1), at.checked_sub(1)) {
        (Some(next), _) => member.start..next.start,
        (None, Some(before)) => members[before].end..member.end,
        (None, None) => span.start + 1..span.end - 1,
    };
    vec![gone]
}

/// Where the comma behind a member stands, if there is one before the list ends.
fn comma_behind(page: &Page, from: usize, end: usize) -> Option<usize> {
    let mut comment = false;
    for (at, char) in page.text[from..end].char_indices() {
        match char {
            '\n' => comment = false,
            _ if comment => {}
            '#' => comment = true,
            ',' => return Some(from + at),
            char if char.is_whitespace() => {}
            _ => return None,
        }
    }
    None
}
