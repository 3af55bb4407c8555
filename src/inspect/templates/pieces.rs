//! Where minijinja's tags are in a template's text, without parsing what is in them.

use crate::problem::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `{{ … }}`
    Value,
    /// `{% … %}` and `{# … #}`
    Tag,
}

/// Every tag, in order. A tag without an end goes to the end of the text.
pub fn tags(text: &str) -> Vec<(Kind, Span)> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        let (kind, end) = match text.as_bytes().get(start + 1) {
            Some(b'{') => (Kind::Value, end_of_code(text, start + 2, "}}")),
            Some(b'%') => (Kind::Tag, end_of_code(text, start + 2, "%}")),
            Some(b'#') => (Kind::Tag, find(text, start + 2, "#}")),
            _ => {
                at = start + 1;
                continue;
            }
        };
        tags.push((kind, start..end));
        at = end;
        if word(&text[start..end]) == "raw" {
            at = end_of_raw(text, end);
        }
    }
    tags
}

/// The first word in a tag.
fn word(tag: &str) -> &str {
    let inside = tag.trim_start_matches(['{', '%', '-', '+']).trim_start();
    let end = inside.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inside.len());
    if tag.starts_with("{%") { &inside[..end] } else { "" }
}

/// Where the tag begins that ends raw text.
fn end_of_raw(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(start) = text[at..].find("{%").map(|found| at + found) {
        if word(&text[start..]) == "endraw" {
            return start;
        }
        at = start + 2;
    }
    text.len()
}

fn find(text: &str, from: usize, end: &str) -> usize {
    text.get(from..).and_then(|rest| rest.find(end)).map_or(text.len(), |found| from + found + end.len())
}

/// The end of a tag, which may stand in a text in it as well.
fn end_of_code(text: &str, from: usize, end: &str) -> usize {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut at = from;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if open == byte => quote = None,
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (None, _) if bytes[at..].starts_with(end.as_bytes()) => return at + end.len(),
            _ => {}
        }
        at += 1;
    }
    text.len()
}
