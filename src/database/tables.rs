//! The tables of a database, as a list.

use std::collections::BTreeMap;

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::guard::{Guarded, Refusal, Stop};
use crate::model::Chat;
use crate::output::{BOLD, DIM, Failure, Report};
use crate::project::Project;

/// The widest a column of a grid gets, in characters.
const WIDEST: usize = 60;

/// Every table and view, by name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tables {
    pub tables: Vec<Summary>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Summary {
    pub name: String,
    /// `table`, `view` or `virtual`.
    pub kind: String,
    /// How many rows it has; nothing for a view, or where counting took too long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<i64>,
    /// The model of chat.toml whose rows it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    pub columns: Vec<String>,
}

/// The tables of the project's development database.
///
/// # Errors
/// No database yet, or one that cannot be read.
pub fn tables(project: &Project, stop: Stop) -> Result<Tables, Failure> {
    let guarded = open(project, stop)?;
    let chat = crate::resolve_text(&project.chat_toml.text, "chat.toml").ok();
    let summaries = summaries(&guarded.connection, chat.as_ref());
    let tables = summaries.map_err(|error| super::query::failure(&guarded.explain(&error), "", None))?;
    Ok(Tables { tables })
}

pub(super) fn open(project: &Project, stop: Stop) -> Result<Guarded, Failure> {
    let file = super::development(project)?;
    Guarded::open(&file, stop).map_err(|refusal: Refusal| super::query::failure(&refusal, "", None))
}

fn summaries(connection: &Connection, chat: Option<&Chat>) -> rusqlite::Result<Vec<Summary>> {
    let mut columns = names(connection)?;
    let mut statement = connection.prepare(LIST)?;
    let found = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    found
        .map(|row| {
            let (name, kind) = row?;
            let rows = (kind != "view").then(|| count(connection, &name)).flatten();
            let columns = columns.remove(&name).unwrap_or_default();
            Ok(Summary { model: chat.and_then(|chat| model(chat, &name)), rows, columns, kind, name })
        })
        .collect()
}

/// Everything but what SQLite, full-text search and sqlx keep for themselves.
const LIST: &str = "SELECT name, type FROM pragma_table_list
    WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations'
    ORDER BY name";

/// The columns of every table and view, by its name.
pub(crate) fn names(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Vec<String>>> {
    let mut statement = connection.prepare(
        "SELECT l.name, i.name FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) i
         WHERE l.schema = 'main' AND l.type <> 'shadow' AND i.hidden <> 1 AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             AND l.name <> '_sqlx_migrations'",
    )?;
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (table, column): (String, String) = row?;
        names.entry(table).or_default().push(column);
    }
    Ok(names)
}

pub(super) fn count(connection: &Connection, table: &str) -> Option<i64> {
    let sql = format!("SELECT count(*) FROM \"{}\"", table.replace('"', "\"\""));
    connection.query_row(&sql, [], |row| row.get(0)).ok()
}

/// The name of the model whose table it is.
pub(super) fn model(chat: &Chat, table: &str) -> Option<String> {
    chat.every_model().find(|model| model.table.eq_ignore_ascii_case(table)).map(|model| model.type_.clone())
}

impl Report for Tables {
    fn text(&self) -> String {
        let heads = ["TABLE", "ROWS", "MODEL", "COLUMNS"].map(str::to_owned);
        let row = |table: &Summary| {
            let rows = table.rows.map_or_else(|| table.kind.clone(), |rows| rows.to_string());
            vec![table.name.clone(), rows, table.model.clone().unwrap_or_default(), table.columns.join(", ")]
        };
        wide(&heads, &self.tables.iter().map(row).collect::<Vec<_>>(), usize::MAX)
    }
}

/// Rows of cells below their headings, each cell cut to a width that can be read.
pub(super) fn grid(heads: &[String], rows: &[Vec<String>]) -> String {
    wide(heads, rows, WIDEST)
}

fn wide(heads: &[String], rows: &[Vec<String>], widest: usize) -> String {
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        cells.chain(heads.get(at)).map(|cell| cell.chars().count().min(widest)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            let cut = cell.chars().count() > *width;
            let shown: String = cell.chars().take(if cut { width.saturating_sub(1) } else { *width }).collect();
            format!("{:<width$}", if cut { shown + "…" } else { shown })
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let body: String = rows.iter().map(|row| line(row) + "\n").collect();
    match rows.is_empty() {
        true => format!("{DIM}{}{DIM:#}\n", line(heads)),
        false => format!("{BOLD}{}{BOLD:#}\n{body}", line(heads)),
    }
}
