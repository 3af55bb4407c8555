//! TOML: one entry is put in or taken out by splicing, so that everything else keeps its bytes.

mod insert;
mod remove;

use serde_json::Value;
use toml_edit::{Document, Item, Table, TableLike};

use super::splice::newline;
use crate::problem::{Problem, Source, Span};

pub use insert::{insert, set};
pub use remove::remove;

/// A text with the place of everything in it.
pub(super) struct Page<'a> {
    text: &'a str,
    document: Document<String>,
}

/// The entry of a name, as data.
///
/// # Errors
/// A text that is no TOML: where, and why.
pub fn read(text: &str, file: &str, table: &str, name: &str) -> Result<Option<Value>, Box<Problem>> {
    let page = Page::parse(text, file)?;
    Ok(page.entry(table, name).map(value))
}

/// The whole text as data.
///
/// # Errors
/// As [`read`].
pub fn data(text: &str, file: &str) -> Result<Option<Value>, Box<Problem>> {
    Ok(Some(value(Page::parse(text, file)?.document.as_item())))
}

impl<'a> Page<'a> {
    fn parse(text: &'a str, file: &str) -> Result<Self, Box<Problem>> {
        match Document::parse(text.to_owned()) {
            Ok(document) => Ok(Self { text, document }),
            Err(error) => {
                let message = error.message().trim_end_matches('.').replace('\n', ", ");
                Err(Box::new(Source::new(file, text).problem(&error.span().unwrap_or(0..0), message)))
            }
        }
    }

    fn table(&self, table: &str) -> Option<&Item> {
        self.document.get(table)
    }

    fn entry(&self, table: &str, name: &str) -> Option<&Item> {
        self.table(table)?.as_table_like()?.get(name)
    }

    fn newline(&self) -> &'static str {
        newline(self.text)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Where the line of a place ends, before its newline.
    fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// The same, behind its newline.
    fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }
}

/// Where the last value ends below an item: of its own keys, and of tables below it if `deep`.
fn end(item: &Item, deep: bool) -> Option<usize> {
    match item {
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(table) if deep || table.is_dotted() => table_end(table, deep),
        Item::ArrayOfTables(tables) if deep => tables.iter().filter_map(|table| table_end(table, deep)).max(),
        _ => None,
    }
}

fn table_end(table: &Table, deep: bool) -> Option<usize> {
    let header = header(table).map(|header| header.end);
    table.iter().filter_map(|(_, item)| end(item, deep)).chain(header).max()
}

/// The header that a table has of its own.
fn header(table: &Table) -> Option<Span> {
    table.span().filter(|_| !table.is_implicit() && !table.is_dotted())
}

/// The key of a member of a table.
fn key(table: &dyn TableLike, name: &str) -> Option<Span> {
    table.get_key_value(name)?.0.span()
}

fn value(item: &Item) -> Value {
    let table = |table: &dyn TableLike| table.iter().map(|(key, item)| (key.to_owned(), value(item))).collect();
    match item {
        Item::None => Value::Null,
        Item::Value(found) => plain(found),
        Item::Table(found) => Value::Object(table(found)),
        Item::ArrayOfTables(found) => found.iter().map(|found| Value::Object(table(found))).collect(),
    }
}

fn plain(found: &toml_edit::Value) -> Value {
    match found {
        toml_edit::Value::String(text) => text.value().as_str().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Float(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(flag) => (*flag.value()).into(),
        toml_edit::Value::Datetime(time) => time.value().to_string().into(),
        toml_edit::Value::Array(list) => list.iter().map(plain).collect(),
        toml_edit::Value::InlineTable(table) => {
            Value::Object(table.iter().map(|(key, found)| (key.to_owned(), plain(found))).collect())
        }
    }
}

/// A value as TOML writes it, on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| format!("{} = {}", name(key), inline(value));
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::String(text) => toml_edit::Value::from(text.as_str()).to_string().trim().to_owned(),
        value => value.to_string(),
    }
}

/// A key, in quotes if it needs them.
fn name(key: &str) -> String {
    toml_edit::Key::new(key).to_string().trim().to_owned()
}
