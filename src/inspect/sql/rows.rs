//! The columns of a statement's rows, and whether what they are read into can hold them.

use std::collections::BTreeMap;

use rusqlite::ColumnMetadata;

use super::schema::{Table, TableColumn};
use super::words::Words;

/// How SQLite stores a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Integer,
    Real,
    Text,
    Blob,
}

impl Kind {
    /// What a column that is declared so holds; nothing where that differs from row to row.
    pub fn declared(declared: &str) -> Option<Self> {
        let declared = declared.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
        match () {
            () if has(&["int"]) => Some(Self::Integer),
            () if has(&["char", "clob", "text"]) => Some(Self::Text),
            () if has(&["blob"]) => Some(Self::Blob),
            () if has(&["real", "floa", "doub"]) => Some(Self::Real),
            () => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Text => "TEXT",
            Self::Blob => "BLOB",
        }
    }
}

/// A column of a statement's rows.
#[derive(Debug)]
pub struct Column {
    pub name: String,
    /// The table and column that it is read from.
    pub origin: Option<(String, String)>,
    pub kind: Option<Kind>,
    /// Nothing where that is not certain.
    pub nullable: Option<bool>,
    /// Why it may be NULL: `users.name` is joined by LEFT JOIN.
    pub why: String,
}

/// Why a column does not fit what it is read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The kind of the column, which the type cannot be read from.
    Kind(Kind),
    /// It may be NULL, and why.
    Null(String),
}

impl Column {
    pub(super) fn of(metadata: &ColumnMetadata<'_>) -> Self {
        let origin = metadata.table_name().zip(metadata.origin_name());
        Self {
            name: metadata.name().to_owned(),
            origin: origin.map(|(table, column)| (table.to_ascii_lowercase(), column.to_owned())),
            kind: None,
            nullable: None,
            why: String::new(),
        }
    }
}

/// Adds kinds and whether NULL is possible, as far as they are certain.
pub(super) fn describe(columns: &mut [Column], words: &Words, tables: &BTreeMap<String, Table>) {
    let aliases = words.aliases(|name| tables.contains_key(name));
    let statement = Statement { words, tables, aliases, left: words.left_joined() };
    let items = words.selected();
    let stars = items.iter().filter(|item| item.last().is_some_and(|last| last.is("*")) && item.len() <= 3).count();
    let item = |at: usize, count: usize| {
        let star = items.iter().position(|item| item.last().is_some_and(|last| last.is("*")) && item.len() <= 3);
        match star {
            None => items.get(at).copied(),
            Some(star) if stars == 1 && at < star => items.get(at).copied(),
            Some(star) if stars == 1 && at + items.len() > count + star => items.get(at + items.len() - count).copied(),
            Some(_) => None,
        }
    };
    let returned = words.says("returning").then(|| statement.written()).flatten();
    let count = columns.len();
    for (at, column) in columns.iter_mut().enumerate() {
        if column.origin.is_none()
            && let Some(table) = &returned
            && let Some(found) = table.columns.iter().find(|known| known.name == column.name)
            && item(at, count).is_none_or(|item| item.len() == 1)
        {
            column.origin = Some((table.name.to_ascii_lowercase(), found.name.clone()));
        }
        match &column.origin {
            Some((table, name)) => {
                let (table, name) = (table.clone(), name.clone());
                statement.stored(column, &table, &name);
            }
            None => {
                if let Some(item) = item(at, count) {
                    (column.kind, column.nullable) = words.kind(item);
                    "an aggregate of no rows is NULL".clone_into(&mut column.why);
                }
            }
        }
    }
}

struct Statement<'a> {
    words: &'a Words,
    tables: &'a BTreeMap<String, Table>,
    aliases: Vec<(String, String)>,
    left: std::collections::BTreeSet<String>,
}

impl Statement<'_> {
    /// The table that is written to.
    fn written(&self) -> Option<&Table> {
        self.aliases.first().and_then(|(_, table)| self.tables.get(table))
    }

    fn stored(&self, column: &mut Column, table: &str, name: &str) {
        let Some(known) = self.tables.get(table) else { return };
        let Some(stored) = known.columns.iter().find(|known| known.name.eq_ignore_ascii_case(name)) else { return };
        // A full-text table knows no types.
        column.kind = if known.is_virtual { None } else { stored.kind };
        (column.nullable, column.why) = self.nullable(known, stored);
    }

    fn nullable(&self, table: &Table, column: &TableColumn) -> (Option<bool>, String) {
        let unknown = (None, String::new());
        let here: Vec<&str> = self
            .aliases
            .iter()
            .filter(|(_, name)| table.name.eq_ignore_ascii_case(name))
            .map(|(alias, _)| alias.as_str())
            .collect();
        // Of what comes out of a view, only the view knows.
        if table.is_virtual || here.is_empty() || ["right", "full"].iter().any(|word| self.words.anywhere(word)) {
            return unknown;
        }
        if column.not_null {
            return match here.as_slice() {
                [alias] if self.left.contains(*alias) && !self.words.filters(alias) => {
                    (Some(true), format!("`{}` is joined by LEFT JOIN, and may have no row", table.name))
                }
                [alias] if self.left.contains(*alias) => unknown,
                [_] => (Some(false), String::new()),
                _ if here.iter().any(|alias| self.left.contains(*alias)) => unknown,
                _ => (Some(false), String::new()),
            };
        }
        let selected: usize = self
            .words
            .selected()
            .iter()
            .map(|item| item.iter().filter(|token| token.names(&column.name)).count())
            .sum();
        let inserted = matches!(self.words.verb(), "insert" | "replace");
        if self.words.mentions(&column.name) > selected || inserted || here.len() > 1 {
            return unknown;
        }
        (Some(true), format!("`{}.{}` has no NOT NULL", table.name, column.name))
    }
}
