//! Addresses in plain text: where they begin, and where people would say that they end.
//!
//! They are found before anything is read as Markdown, which would take the signs inside of them for emphasis.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text;

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub range: Range<usize>,
    /// Where it leads.
    pub href: String,
    /// What is shown of it: what was written, less the backslashes that keep Markdown from reading a sign.
    pub shown: String,
}

/// The longest name before an `@`.
const LOCAL: usize = 64;

/// Signs that a backslash may stand before, inside of an address.
const ESCAPED: &str = "_*~()[]#+-.!";

/// All of a text, in order. None of them overlap.
pub fn find(text: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(next) = text[at..].find([':', '@', 'w', 'W']) {
        at += next;
        let address = match text.as_bytes()[at] {
            b':' => with_scheme(text, from, at),
            b'@' => mail(text, from, at),
            _ => bare(text, from, at),
        };
        at += 1;
        if let Some(address) = address {
            (from, at) = (address.range.end, address.range.end.max(at));
            found.push(address);
        }
    }
    found
}

/// `https://example.com`, whatever the case; `colon` is where its colon stands.
fn with_scheme(text: &str, from: usize, colon: usize) -> Option<Address> {
    let rest = text[colon..].strip_prefix("://")?;
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let start = colon.checked_sub(scheme.len()).filter(|start| *start >= from);
        let written = start.and_then(|start| text.get(start..colon));
        written.is_some_and(|written| written.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    let named = rest.starts_with(char::is_alphanumeric);
    if !named || text[..start].ends_with(|char: char| char.is_ascii_alphanumeric()) {
        return None;
    }
    let (end, shown) = tail(text, start, colon + 3)?;
    let href = format!("{scheme}{}", &shown[scheme.len()..]);
    Some(Address { range: start..end, href, shown })
}

/// `www.example.com`.
fn bare(text: &str, from: usize, start: usize) -> Option<Address> {
    let begins = text.get(start..start + 4).is_some_and(|www| www.eq_ignore_ascii_case("www."));
    let inside = |char: char| char.is_ascii_alphanumeric() || "@:/.-_".contains(char);
    if !begins || start < from || text[..start].ends_with(inside) {
        return None;
    }
    let (end, shown) = tail(text, start, start + 4)?;
    let host = shown[4..].split(['/', '?', '#', ':']).next()?;
    is_domain(host).then(|| Address { range: start..end, href: format!("https://{shown}"), shown })
}

/// `ada@example.com`, with a `mailto:` before it or without one.
fn mail(text: &str, from: usize, at: usize) -> Option<Address> {
    let named = |char: char| char.is_ascii_alphanumeric() || ".+-_%".contains(char);
    let local = text[from..at].rsplit(|char: char| !named(char)).next()?;
    let local = local.trim_start_matches(|char: char| !char.is_ascii_alphanumeric());
    let before = &text[..at - local.len()];
    if local.is_empty() || local.len() > LOCAL || before.ends_with(['/', '@']) {
        return None;
    }
    let rest = &text[at + 1..];
    let in_domain = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '.';
    let domain = &rest[..rest.find(|char: char| !in_domain(char)).unwrap_or(rest.len())];
    let domain = domain.trim_end_matches(['.', '-']);
    if !is_domain(domain) || rest[domain.len()..].starts_with('@') {
        return None;
    }
    let scheme = "mailto:";
    let with_scheme = before[from..].to_ascii_lowercase().ends_with(scheme);
    let start = before.len() - if with_scheme { scheme.len() } else { 0 };
    let end = at + 1 + domain.len();
    let href = format!("{scheme}{local}@{domain}");
    Some(Address { range: start..end, href, shown: text[start..end].to_owned() })
}

/// Several labels, and the last one of letters.
fn is_domain(host: &str) -> bool {
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    let letters = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
    letters && host.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
}

/// Where an address that begins at `start` ends, if it is known to go on to `known`, and what is shown of it.
fn tail(text: &str, start: usize, known: usize) -> Option<(usize, String)> {
    let mut tail = Tail {
        quoted: text[..start].ends_with('\''),
        foreign_host: text[known..].starts_with(text::is_unspaced),
        ..Tail::default()
    };
    let mut shown = text[start..known].to_owned();
    let (mut end, mut good) = (known, 0);
    let mut chars = text[known..].char_indices().peekable();
    while let Some((mut at, mut char)) = chars.next() {
        if char == '&' && text[known + at..].starts_with("&amp;") {
            // As HTML and Markdown write the sign.
            chars.nth("amp;".len() - 1);
        } else if char == '\\' {
            let Some((next, sign)) = chars.next_if(|(_, next)| ESCAPED.contains(*next)) else {
                break;
            };
            (at, char) = (next, sign);
        }
        let next = chars.peek().map(|(_, next)| *next);
        let Some(may_be_last) = tail.takes(char, next) else { break };
        shown.push(char);
        if may_be_last {
            (end, good) = (known + at + char.len_utf8(), shown.len());
        }
    }
    shown.truncate(good);
    (good > 0).then_some((end, shown))
}

/// What is known of the part of an address that has been read.
#[derive(Default)]
struct Tail {
    open: Vec<char>,
    /// A quote before it: it ends at the next one.
    quoted: bool,
    /// Whether the host is written in a script without spaces.
    foreign_host: bool,
    behind_host: bool,
}

impl Tail {
    /// Whether the address goes on with this character, and if so, whether it may end with it.
    fn takes(&mut self, char: char, next: Option<char>) -> Option<bool> {
        self.behind_host |= matches!(char, '/' | '?' | '#');
        match char {
            // Twice they are the end of what is bold or struck out.
            '*' | '~' if next == Some(char) => None,
            '\'' if self.quoted => None,
            '(' | '[' | '{' => {
                self.open.push(char);
                Some(false)
            }
            ')' | ']' | '}' => {
                let opened = match char {
                    ')' => '(',
                    ']' => '[',
                    _ => '{',
                };
                (self.open.last() == Some(&opened)).then(|| self.open.pop()).map(|_| true)
            }
            '?' | '!' | '.' | ',' | ':' | ';' | '\'' | '*' | '_' | '~' | '&' => Some(false),
            '<' | '>' | '"' | '`' | '|' | '^' => None,
            _ if char.is_ascii_graphic() => Some(true),
            _ if text::is_unspaced(char) => {
                (self.foreign_host && !self.behind_host).then_some(true)
            }
            _ => (char.is_alphanumeric() || is_combining_mark(char)).then_some(true),
        }
    }
}
