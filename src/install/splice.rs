//! Edits of a text, by the bytes that they touch.

use std::ops::Range;

/// A part of a text, and what comes in its place.
pub type Splice = (Range<usize>, String);

/// A text after an edit.
#[derive(Debug, PartialEq, Eq)]
pub struct Edited {
    pub text: String,
    /// Whether something other than an empty value had to give way.
    pub lost: bool,
}

/// What is left when an entry is gone.
#[derive(Debug, PartialEq, Eq)]
pub enum Rest {
    Text(String),
    /// Nothing: the file was made for the entry.
    Nothing,
}

/// The text with each part replaced. Parts do not overlap.
#[must_use]
pub fn splice(text: &str, mut parts: Vec<Splice>) -> String {
    parts.sort_by_key(|(range, _)| range.start);
    let mut result = String::with_capacity(text.len() + 256);
    let mut at = 0;
    for (range, by) in parts {
        result.push_str(&text[at..range.start]);
        result.push_str(&by);
        at = range.end;
    }
    result + &text[at..]
}

/// How a text ends its lines.
#[must_use]
pub fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The text less the newline at its end.
#[must_use]
pub fn without_newline(text: &str) -> &str {
    text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text))
}

#[must_use]
pub fn is_newline(text: &str) -> bool {
    matches!(text, "\n" | "\r\n")
}
