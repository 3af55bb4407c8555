//! Putting an entry in.

use serde_json::Value;
use toml_edit::{InlineTable, Item};

use super::super::splice::{Edited, splice};
use super::{Page, end, inline, key, name as quoted};
use crate::problem::{Problem, Span};

/// Puts an entry under a name; whatever stands there gives way. `None` is a file that does not exist.
///
/// # Errors
/// A text that is no TOML.
pub fn insert(text: Option<&str>, table: &str, name: &str, entry: &Value) -> Result<Edited, Box<Problem>> {
    let Some(text) = text else {
        return Ok(Edited { text: section(table, name, entry, "\n") + "\n", lost: false });
    };
    let page = Page::parse(text, "")?;
    if let Some(old) = page.entry(table, name) {
        return Ok(page.replace(old, &inline(entry)));
    }
    let one = || format!("{} = {}", quoted(name), inline(entry));
    match page.table(table) {
        Some(Item::Value(toml_edit::Value::InlineTable(servers))) => {
            Ok(Edited { text: page.add_member(servers, &one()), lost: false })
        }
        Some(Item::Table(servers)) if servers.is_dotted() => {
            let line = format!("{}.{}", quoted(table), one());
            let last = end(&Item::Table(servers.clone()), false);
            Ok(Edited { text: page.behind_line(last.unwrap_or(0), &line), lost: false })
        }
        None | Some(Item::Table(_)) => {
            Ok(Edited { text: page.append(&section(table, name, entry, page.newline())), lost: false })
        }
        Some(other) => Ok(page.replace(other, &format!("{{ {} }}", one()))),
    }
}

/// Sets one key of an entry that is a table; without such an entry nothing changes.
///
/// # Errors
/// A text that is no TOML.
pub fn set(text: &str, table: &str, name: &str, field: &str, value: &Value) -> Result<Edited, Box<Problem>> {
    let page = Page::parse(text, "")?;
    let one = || format!("{} = {}", quoted(field), inline(value));
    let text = match page.entry(table, name) {
        Some(item) => match (item, item.get(field)) {
            (_, Some(old)) => return Ok(page.replace(old, &inline(value))),
            (Item::Value(toml_edit::Value::InlineTable(entry)), None) => page.add_member(entry, &one()),
            (Item::Table(entry), None) => match super::header(entry) {
                Some(header) => page.behind_line(header.end, &one()),
                None => page.behind_line(
                    end(item, true).unwrap_or(0),
                    &format!("{}.{}.{}", quoted(table), quoted(name), one()),
                ),
            },
            _ => text.to_owned(),
        },
        None => text.to_owned(),
    };
    Ok(Edited { text, lost: false })
}

/// An entry under a header of its own, without a newline at its end.
fn section(table: &str, name: &str, entry: &Value, newline: &str) -> String {
    let mut text = format!("[{}.{}]", quoted(table), quoted(name));
    for (key, value) in entry.as_object().into_iter().flatten() {
        text.push_str(&format!("{newline}{} = {}", quoted(key), inline(value)));
    }
    text
}

impl Page<'_> {
    /// A section at the end, with a line before it; a text without a last newline stays without.
    fn append(&self, section: &str) -> String {
        let newline = self.newline();
        match self.text {
            "" => section.to_owned(),
            text if text.ends_with('\n') => format!("{text}{newline}{section}{newline}"),
            text => format!("{text}{newline}{newline}{section}"),
        }
    }

    fn behind_line(&self, at: usize, line: &str) -> String {
        let end = self.line_end(at);
        splice(self.text, vec![(end..end, format!("{}{line}", self.newline()))])
    }

    /// A new last member of a table in braces. One that is empty gets it without space before, by which it is known later.
    fn add_member(&self, servers: &InlineTable, member: &str) -> String {
        let (at, text) = match (last(servers), servers.span()) {
            (Some(end), _) => (end, format!(", {member}")),
            (None, Some(span)) => (span.start + 1, member.to_owned()),
            (None, None) => return self.text.to_owned(),
        };
        splice(self.text, vec![(at..at, text)])
    }

    /// A value in the place of another one, which may be a whole table.
    fn replace(&self, old: &Item, by: &str) -> Edited {
        let lost = match old {
            Item::Value(toml_edit::Value::Array(list)) => !list.is_empty(),
            Item::Value(toml_edit::Value::String(text)) => !text.value().is_empty(),
            _ => true,
        };
        match old {
            Item::Value(value) => {
                let span: Span = value.span().unwrap_or(0..0);
                Edited { text: splice(self.text, vec![(span, by.to_owned())]), lost }
            }
            _ => Edited { text: self.text.to_owned(), lost: false },
        }
    }
}

/// Where the last member of a table in braces ends.
fn last(servers: &InlineTable) -> Option<usize> {
    let ends = servers.iter().filter_map(|(name, value)| match value.as_inline_table() {
        Some(below) if below.is_dotted() => last(below).or_else(|| Some(key(servers, name)?.end)),
        _ => value.span().map(|span| span.end),
    });
    ends.max()
}
