//! Takes something out of a chat.toml: exactly its lines, and the comment that belongs only to it.

use toml_edit::{Item, Table, Value};

use super::insert::below;
use super::list;
use super::page::{Page, Section, members};
use crate::problem::Span;

/// Takes out what stands at a path, in whatever way it is written; of a list, the member at a position.
pub fn item(page: &Page, path: &[&str]) -> String {
    let Some((last, parent)) = path.split_last() else { return page.text.clone() };
    if let Some(Item::Value(value)) = page.item(parent) {
        return without(page, &member(page, value, path, last));
    }
    let mut doomed = sections(page, path);
    match page.item(path) {
        Some(Item::Value(_)) => doomed.extend(page.place(path).map(|(key, value)| line(page, key.start, value.end))),
        Some(Item::Table(table)) => dotted(page, table, &mut doomed),
        _ => {}
    }
    without(page, &doomed)
}

/// Takes out the table at a path if nothing is left in it.
pub fn if_empty(page: &Page, path: &[&str]) -> String {
    if page.table(path).is_none_or(|table| !table.is_empty()) {
        return without_own_header(page, path);
    }
    item(page, path)
}

/// A header that has no line of its own, but sections below it, says nothing.
fn without_own_header(page: &Page, path: &[&str]) -> String {
    let sections = page.sections();
    let own = sections.iter().position(|section| section.path == path);
    let next = own.and_then(|own| sections.get(own + 1));
    match (own.map(|own| &sections[own]), next) {
        (Some(own), Some(next))
            if page.line_end(own.start) == own.end && below(next, path) && next.start == own.end =>
        {
            page.replace(&(own.start..own.end), "")
        }
        _ => page.text.clone(),
    }
}

fn member(page: &Page, value: &Value, path: &[&str], last: &str) -> Vec<Span> {
    let (Some(span), Some((key, _))) = (value.span(), page.place(path)) else { return Vec::new() };
    let members = members(value);
    let at = match value {
        Value::Array(_) => last.parse().ok(),
        _ => members.iter().position(|member| member.start == key.start),
    };
    at.filter(|at| *at < members.len()).map(|at| list::without(page, &span, &members, at)).unwrap_or_default()
}

/// All sections at and below a path, those that follow each other as one.
fn sections(page: &Page, path: &[&str]) -> Vec<Span> {
    let sections = page.sections();
    let runs = sections.chunk_by(|one, other| below(one, path) == below(other, path));
    runs.filter(|run| below(&run[0], path)).map(|run| section(page, run)).collect()
}

/// The lines of sections that go together, with the comment above them and the blank lines that set them apart.
fn section(page: &Page, run: &[Section]) -> Span {
    let (first, last) = (&run[0], &run[run.len() - 1]);
    let mut start = page.comment_above(first.start);
    let mut end = last.end;
    let free = page.line_at(end).is_none_or(str::is_empty);
    if start == 0 {
        while page.line_at(end).is_some_and(str::is_empty) {
            end = page.line_end(end);
        }
    }
    while let Some((before, _)) = page.line_before(start).filter(|(_, line)| free && line.is_empty()) {
        start = before;
    }
    start..end
}

/// Each line of a table that is written as dotted keys.
fn dotted(page: &Page, table: &Table, doomed: &mut Vec<Span>) {
    for (name, item) in table.iter().filter(|_| table.is_dotted() || table.is_implicit()) {
        match item {
            Item::Value(value) => {
                let place = table.key(name).and_then(toml_edit::Key::span).zip(value.span());
                doomed.extend(place.map(|(key, value)| line(page, key.start, value.end)));
            }
            Item::Table(table) if table.is_dotted() => dotted(page, table, doomed),
            _ => {}
        }
    }
}

/// The lines of one key, with the comment that is only about it.
fn line(page: &Page, key: usize, value: usize) -> Span {
    let (start, end) = (page.line_start(key), page.line_end(value));
    let start = page.with_comment(start, end);
    let between_blanks = page.line_at(end).is_none_or(str::is_empty);
    match page.line_before(start) {
        Some((before, "")) if between_blanks => before..end,
        _ => start..end,
    }
}

/// The text without some parts of it; one without a last newline stays without.
fn without(page: &Page, doomed: &[Span]) -> String {
    let mut doomed = doomed.to_vec();
    doomed.sort_by_key(|span| span.start);
    let mut text = String::new();
    let mut from = 0;
    for span in doomed {
        text.push_str(page.text.get(from..span.start).unwrap_or_default());
        from = from.max(span.end);
    }
    text.push_str(&page.text[from..]);
    let cut_off = from == page.text.len() && !page.text.is_empty() && !page.text.ends_with('\n');
    if cut_off && text.ends_with('\n') {
        text.truncate(text.len() - page.newline().len());
    }
    text
}
