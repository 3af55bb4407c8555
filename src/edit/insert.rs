//! Puts something new into a chat.toml, in the way that its neighbours are written.

use toml_edit::{Item, Table, Value};

use super::list;
use super::page::{Page, Section, has_header, key, last_value, members};
use crate::problem::Span;

/// The longest line that is written, in characters.
const WIDTH: usize = 120;

/// The tables of a schema in their usual order.
const ORDER: &[&str] = &["project", "stack", "chat", "assistant", "models", "views", "components", "tools"];

/// What a key is given: a value in TOML, or a table of such values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    Value(String),
    Table(Vec<(String, String)>),
}

impl Written {
    /// As one value.
    pub fn inline(&self) -> String {
        match self {
            Self::Value(value) => value.clone(),
            Self::Table(entries) => braces(entries),
        }
    }
}

fn braces(entries: &[(String, String)]) -> String {
    let entries: Vec<_> = entries.iter().map(|(name, value)| entry_text(name, value)).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// `name = value`.
pub fn entry_text(name: &str, value: &str) -> String {
    format!("{} = {value}", key(name))
}

/// Puts `name = value` at the end of the table at a path, which is made where it is not there yet.
pub fn entry(page: &Page, path: &[&str], name: &str, value: &str) -> String {
    match page.item(path) {
        Some(Item::Value(table @ Value::InlineTable(_))) => inline(page, path, table, name, value),
        Some(Item::Table(table)) if table.is_dotted() => dotted(page, path, table, &entry_text(name, value)),
        Some(Item::Table(table)) if has_header(table) => line(page, table, name, value),
        Some(_) => above_children(page, path, &entry_text(name, value)),
        None => into_parent(page, path, name, value),
    }
}

/// Puts a text into the list at a path.
pub fn element(page: &Page, path: &[&str], value: &str) -> Option<String> {
    let list = page.item(path)?.as_value().filter(|value| value.is_array())?;
    Some(list::insert(page, &list.span()?, &members(list), value))
}

/// A new table at a path that has none: a section behind the last of its kind, or a line where those around it are lines.
pub fn table(page: &Page, path: &[&str], entries: &[(String, Written)]) -> String {
    let (name, parent) = path.split_last().expect("a path has a part");
    let parts: Vec<_> = entries.iter().map(|(name, written)| (name.clone(), written.inline())).collect();
    let value = braces(&parts);
    let inline = |depth: usize| page.item(&path[..depth]).is_some_and(Item::is_inline_table);
    let short = entry_text(name, &value).chars().count() <= WIDTH;
    let among_lines = page.item(parent).and_then(Item::as_table).is_some_and(|table| {
        has_header(table) && !table.is_empty() && table.iter().all(|(_, item)| item.is_inline_table())
    });
    if inline(parent.len()) || inline(parent.len() - 1) || among_lines && short {
        return entry(page, parent, name, &value);
    }
    section(page, path, &lines(page, path, entries))
}

/// The lines of a new table: what is short on lines of its header, what is long with a header of its own.
fn lines(page: &Page, path: &[&str], entries: &[(String, Written)]) -> Vec<String> {
    let (mut own, mut below) = (Vec::new(), Vec::new());
    let inline_fields = fields_are_inline(page);
    for (name, written) in entries {
        let line = entry_text(name, &written.inline());
        match written {
            Written::Table(entries) if name == "fields" && !inline_fields || line.chars().count() > WIDTH => {
                below.push(header(&[path, &[name.as_str()]].concat()));
                below.extend(entries.iter().map(|(name, value)| entry_text(name, value)));
            }
            _ => own.push(line),
        }
    }
    if !own.is_empty() || below.is_empty() {
        own.insert(0, header(path));
    }
    own.extend(below);
    own
}

/// Whether the models of this text have their fields on one line.
fn fields_are_inline(page: &Page) -> bool {
    let inline = |name: &&str| page.item(&["models", name, "fields"]).is_some_and(Item::is_inline_table);
    let names = page.names(&["models"]);
    !names.is_empty() && names.iter().all(inline)
}

fn header(path: &[&str]) -> String {
    format!("[{}]", path.iter().map(|part| key(part)).collect::<Vec<_>>().join("."))
}

/// Adds a member to an inline table; a model's `fields` that would become too long get a section.
fn inline(page: &Page, path: &[&str], table: &Value, name: &str, value: &str) -> String {
    let Some(span) = table.span() else { return page.text.clone() };
    let members = members(table);
    let text = list::insert(page, &span, &members, &entry_text(name, value));
    let line = text[page.line_start(span.start)..].lines().next().unwrap_or_default();
    let (_, parent) = path.split_last().expect("a path has a part");
    let in_section = page.item(parent).and_then(Item::as_table).is_some_and(has_header);
    if line.chars().count() <= WIDTH || !in_section || page.text[span.clone()].contains('\n') {
        return text;
    }
    open(page, path, parent, &members, entry_text(name, value))
}

/// Turns `fields = { … }` into a section, with one more line.
fn open(page: &Page, path: &[&str], parent: &[&str], members: &[Span], more: String) -> String {
    let Some((key, value)) = page.place(path) else { return page.text.clone() };
    let doomed = page.line_start(key.start)..page.line_end(value.end);
    let alone = page.table(parent).is_some_and(|table| table.len() == 1);
    let mut lines = vec![header(path)];
    lines.extend(members.iter().map(|member| page.text[member.clone()].to_owned()));
    lines.push(more);
    let own = page.sections().into_iter().find(|section| section.path == parent);
    let Some(own) = own else { return page.text.clone() };
    if alone {
        let (start, end) = (own.start, doomed.end);
        return replace_lines(page, &(start..end), &lines);
    }
    let text = page.replace(&doomed, "");
    let end = page.tail(own.end) - doomed.len();
    Page::parse(&text).map_or(text, |page| page.insert_lines(end, &lines))
}

fn replace_lines(page: &Page, span: &Span, lines: &[String]) -> String {
    let newline = page.newline();
    let finished = page.text[..span.end].ends_with('\n');
    page.replace(span, &(lines.join(newline) + if finished { newline } else { "" }))
}

/// Adds a line behind the last of a table's dotted keys: `fields.subject = …`.
fn dotted(page: &Page, path: &[&str], table: &Table, entry: &str) -> String {
    let Some(end) = last_value(table) else { return page.text.clone() };
    let depth = (0..path.len()).rev().find(|&depth| !is_dotted(page, &path[..depth])).unwrap_or(0);
    let prefix: String = path[depth..].iter().map(|part| key(part) + ".").collect();
    page.insert_lines(page.line_end(end), &[format!("{prefix}{entry}")])
}

fn is_dotted(page: &Page, path: &[&str]) -> bool {
    page.item(path).and_then(Item::as_table).is_some_and(Table::is_dotted)
}

/// Adds a line behind the last one of a section, indented and spaced as that one.
fn line(page: &Page, table: &Table, name: &str, value: &str) -> String {
    let neighbours: Vec<_> =
        table.iter().filter_map(|(name, item)| Some((table.key(name)?.span()?, item.as_value()?.span()?))).collect();
    let end = last_value(table).or(table.span().map(|header| header.end)).unwrap_or_default();
    let style = Style::of(page, &neighbours);
    page.insert_lines(page.line_end(end), &[style.line(name, value)])
}

/// How a section writes its lines.
struct Style {
    indent: String,
    /// In front of the equals sign and behind it.
    spaces: (String, String),
    /// The column of the equals signs, where they stand below each other.
    column: usize,
}

impl Style {
    fn of(page: &Page, neighbours: &[(Span, Span)]) -> Self {
        let mut style = Self { indent: String::new(), spaces: (" ".to_owned(), " ".to_owned()), column: 0 };
        let Some((key, value)) = neighbours.iter().max_by_key(|(key, _)| key.start) else { return style };
        let gap = |key: &Span, value: &Span| {
            let (before, behind) = page.text[key.end..value.start].split_once('=')?;
            Some((before.to_owned(), behind.to_owned()))
        };
        style.indent = page.text[page.line_start(key.start)..key.start].to_owned();
        if !style.indent.trim().is_empty() {
            style.indent.clear();
        }
        style.spaces = gap(key, value).unwrap_or(style.spaces);
        let columns: Vec<_> = neighbours
            .iter()
            .filter_map(|(key, value)| Some((key.len() + gap(key, value)?.0.len(), gap(key, value)?.0.len())))
            .collect();
        let level = columns.iter().all(|(column, _)| *column == columns[0].0);
        if level && columns.iter().any(|(_, spaces)| *spaces > 1) {
            style.column = columns[0].0;
        }
        if style.spaces.0.len() > 1 {
            style.spaces.0 = " ".to_owned();
        }
        style
    }

    fn line(&self, name: &str, value: &str) -> String {
        let name = key(name) + &self.spaces.0;
        format!("{}{name:column$}={}{value}", self.indent, self.spaces.1, column = self.column)
    }
}

/// Gives a table that has only sections below it a header, with its first line.
fn above_children(page: &Page, path: &[&str], entry: &str) -> String {
    let child = page.sections().into_iter().find(|section| below(section, path));
    let Some(child) = child else { return page.text.clone() };
    let newline = page.newline();
    page.replace(&(child.start..child.start), &format!("{}{newline}{entry}{newline}", header(path)))
}

/// The table is not there: it is made inside of what is there.
fn into_parent(page: &Page, path: &[&str], name: &str, value: &str) -> String {
    let (last, parent) = path.split_last().expect("a path has a part");
    let nested = braces(&[(name.to_owned(), value.to_owned())]);
    match page.item(parent) {
        Some(Item::Value(Value::InlineTable(_))) => entry(page, parent, last, &nested),
        Some(Item::Table(table)) if table.is_dotted() => {
            dotted(page, parent, table, &format!("{}.{}", key(last), entry_text(name, value)))
        }
        _ => section(page, path, &[header(path), entry_text(name, value)]),
    }
}

/// Puts a new section behind the last of its kind.
fn section(page: &Page, path: &[&str], lines: &[String]) -> String {
    let sections = page.sections();
    let family = (2..path.len()).rev().find_map(|depth| last_below(&sections, &path[..depth]));
    let (behind, child) = match family {
        Some(parent) => (Some(parent), true),
        None => (kin(&sections, path[0]), false),
    };
    let at = behind.map_or_else(|| page.text.len(), |section| page.tail(section.end));
    let mut lines = lines.to_vec();
    let dense = page.line_at(at).is_some_and(|line| !line.is_empty());
    let apart = !dense && (!child || children_stand_apart(page, &sections, path));
    let blank = at > 0 && page.line_before(at.max(1)).is_some_and(|(_, line)| line.is_empty());
    if apart && !(behind.is_none() && (at == 0 || blank && page.text.ends_with('\n'))) {
        lines.insert(0, String::new());
    }
    page.insert_lines(at, &lines)
}

/// The last section of a kind; failing that, of the kinds that usually stand before it.
fn kin<'a>(sections: &'a [Section], kind: &str) -> Option<&'a Section> {
    let place = ORDER.iter().position(|known| *known == kind).unwrap_or(ORDER.len() - 1);
    ORDER[..=place].iter().rev().find_map(|kind| last_below(sections, &[kind]))
}

fn last_below<'a>(sections: &'a [Section], path: &[&str]) -> Option<&'a Section> {
    sections.iter().rev().find(|section| below(section, path))
}

/// Whether a section is the one at a path, or below it.
pub fn below<S: AsRef<str>>(section: &Section, path: &[S]) -> bool {
    section.path.len() >= path.len() && section.path.iter().zip(path).all(|(one, other)| one == other.as_ref())
}

/// Whether a blank line sets a section apart from the one that it belongs to: as in this text already, else as usual, where
/// only `fields` follow directly.
fn children_stand_apart(page: &Page, sections: &[Section], path: &[&str]) -> bool {
    let alike = |pair: &&[Section]| {
        let (one, other) = (&pair[0], &pair[1]);
        other.path.len() > one.path.len()
            && below(other, &one.path)
            && other.path.get(2).is_some_and(|key| key == path[2])
    };
    let apart = |pair: &[Section]| page.text[pair[0].end..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    let mut pairs = sections.windows(2).filter(alike).peekable();
    if pairs.peek().is_none() { path[2] != "fields" } else { pairs.all(apart) }
}
