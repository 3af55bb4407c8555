//! Taking an entry out.

use toml_edit::{InlineTable, Item, Table};

use super::super::splice::{Rest, splice};
use super::{Page, end, header, key};
use crate::problem::{Problem, Span};

/// Takes the entry of a name out, with the tables below it.
///
/// # Errors
/// A text that is no TOML.
pub fn remove(text: &str, table: &str, name: &str) -> Result<Rest, Box<Problem>> {
    let mut text = text.to_owned();
    // A table can stand in several places, each of which goes on its own.
    while let Some(rest) = Page::parse(&text, "")?.without(table, name) {
        match rest {
            Rest::Text(rest) if rest.len() < text.len() => text = rest,
            rest => return Ok(rest),
        }
    }
    Ok(Rest::Text(text))
}

impl Page<'_> {
    fn without(&self, table: &str, name: &str) -> Option<Rest> {
        let servers = self.table(table)?;
        let entry = servers.get(name)?;
        if let Item::Value(toml_edit::Value::InlineTable(servers)) = servers {
            return Some(Rest::Text(self.cut_member(servers, name)?));
        }
        if let Some(section) = last_section(entry) {
            return Some(self.cut_section(section));
        }
        let start = key(servers.as_table_like()?, name)?.start;
        Some(Rest::Text(self.cut_lines(start, end(entry, false).unwrap_or(start))))
    }

    /// Lines without those from one place to another, and without the newline before them or else behind them.
    fn cut_lines(&self, from: usize, to: usize) -> String {
        let start = self.line_start(from);
        let cut = match start {
            0 => 0..self.next_line(to),
            start => self.newline_before(start)..self.line_end(to),
        };
        splice(self.text, vec![(cut, String::new())])
    }

    /// A section is gone with the empty line before it; the text was made for it if there is nothing else.
    fn cut_section(&self, section: Span) -> Rest {
        let start = self.line_start(section.start);
        let mut to = self.next_line(section.end);
        let ended = self.text[..to].ends_with('\n');
        if start == 0 && to == self.text.len() {
            return if ended { Rest::Nothing } else { Rest::Text(String::new()) };
        }
        if start == 0 && self.next_line(to) > to && self.text[to..self.next_line(to)].trim().is_empty() {
            to = self.next_line(to);
        }
        let before = self.newline_before(start);
        let from = if start == before || self.line_start(before) != before { start } else { before };
        let from = if ended { from } else { self.newline_before(from) };
        Rest::Text(splice(self.text, vec![(from..to, String::new())]))
    }

    /// The place before the newline that ends at a place; the place itself if none does.
    fn newline_before(&self, at: usize) -> usize {
        let before = &self.text[..at];
        before.strip_suffix('\n').map_or(at, |before| before.strip_suffix('\r').unwrap_or(before).len())
    }

    /// A member of a table in braces is gone with the comma that it needed.
    fn cut_member(&self, servers: &InlineTable, name: &str) -> Option<String> {
        let spans = |(name, value): (&str, &toml_edit::Value)| Some((key(servers, name)?.start, value.span()?.end));
        let mut members: Vec<_> = servers.iter().filter_map(spans).collect();
        members.sort_unstable();
        let start = key(servers, name)?.start;
        let at = members.iter().position(|member| member.0 == start)?;
        let cut = match (at.checked_sub(1).and_then(|at| members.get(at)), members.get(at + 1)) {
            (Some(before), _) => before.1..members[at].1,
            (None, Some(next)) => start..next.0,
            (None, None) => start..members[at].1,
        };
        Some(splice(self.text, vec![(cut, String::new())]))
    }
}

/// The last of the sections that an item consists of, from its header to the end of its own keys.
fn last_section(item: &Item) -> Option<Span> {
    let Item::Table(table) = item else { return None };
    if table.is_dotted() {
        return None;
    }
    sections(table, 0).into_iter().max_by_key(|section| section.start)
}

/// No file that people write is nested deeper than this.
const DEPTH: usize = 32;

fn sections(table: &Table, depth: usize) -> Vec<Span> {
    let own = header(table).map(|header| {
        let end = table.iter().filter_map(|(_, item)| end(item, false)).chain([header.end]).max();
        header.start..end.unwrap_or(header.end)
    });
    let below = table.iter().filter(|_| depth < DEPTH).flat_map(|(_, item)| -> Vec<Span> {
        let tables = item.as_array_of_tables().into_iter().flatten().chain(item.as_table());
        tables.filter(|table| !table.is_dotted()).flat_map(|table| sections(table, depth + 1)).collect()
    });
    own.into_iter().chain(below).collect()
}
