//! One table: columns, keys, indexes and what refers to it.

use rusqlite::{Connection, Row};
use schemars::JsonSchema;
use serde::Serialize;

use super::guard::{Stop, is_secret};
use super::tables::{count, grid, model, names, open};
use crate::names::did_you_mean;
use crate::output::{BOLD, DIM, Failure, Report};
use crate::project::Project;

#[derive(Debug, Serialize, JsonSchema)]
pub struct Table {
    pub name: String,
    /// `table`, `view` or `virtual`.
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<i64>,
    /// The model of chat.toml whose rows it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    pub columns: Vec<Column>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<ForeignKey>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// Columns of other tables that refer to it: `messages.room_id`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub referenced_by: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Column {
    pub name: String,
    /// As declared.
    #[serde(rename = "type")]
    pub kind: String,
    pub nullable: bool,
    /// SQL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Its place in the primary key, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<i64>,
    /// Whether queries read NULL instead of what it holds.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub table: String,
    pub references: Vec<String>,
    pub on_delete: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Index {
    pub name: String,
    pub unique: bool,
    /// Columns, with `desc` where it goes down; an expression is `(expression)`.
    pub columns: Vec<String>,
    /// Whether only some rows are in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// The statement that made it, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
}

/// A table of the project's development database.
///
/// # Errors
/// No database yet, or no table of that name.
pub fn table(project: &Project, name: &str, stop: Stop) -> Result<Table, Failure> {
    let guarded = open(project, stop)?;
    let connection = &guarded.connection;
    let failed = |error| super::query::failure(&guarded.explain(&error), "", None);
    let known = names(connection).map_err(failed)?;
    let Some(name) = known.keys().find(|known| known.eq_ignore_ascii_case(name)) else {
        return Err(missing(name, &known.keys().map(String::as_str).collect::<Vec<_>>()));
    };
    let mut found = read(connection, name, known.keys()).map_err(failed)?;
    let chat = crate::resolve_text(&project.chat_toml.text, "chat.toml").ok();
    found.model = chat.and_then(|chat| model(&chat, name));
    Ok(found)
}

fn missing(name: &str, known: &[&str]) -> Failure {
    let failure = Failure::usage(format!("there is no table `{name}`"));
    match did_you_mean(name, known) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => failure.help("the database has no tables yet: chatgen db migrate run"),
        None => failure.help(format!("there are {}", known.join(", "))),
    }
}

fn read<'a>(connection: &Connection, name: &str, every: impl Iterator<Item = &'a String>) -> rusqlite::Result<Table> {
    let kind: String = connection.query_row(
        "SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?",
        [name],
        |row| row.get(0),
    )?;
    let mut referenced_by = Vec::new();
    for other in every {
        let keys = foreign_keys(connection, other)?.into_iter().filter(|key| key.table.eq_ignore_ascii_case(name));
        referenced_by.extend(keys.map(|key| format!("{other}.{}", key.columns.join(" + "))));
    }
    Ok(Table {
        name: name.to_owned(),
        rows: (kind != "view").then(|| count(connection, name)).flatten(),
        kind,
        model: None,
        columns: columns(connection, name)?,
        foreign_keys: foreign_keys(connection, name)?,
        indexes: indexes(connection, name)?,
        referenced_by,
    })
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let sql =
        "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid";
    rows(connection, sql, table, |row| {
        let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let key: i64 = row.get(4)?;
        // The row's own number is never NULL, although its column is not declared so.
        let row_number = key == 1 && kind.eq_ignore_ascii_case("integer");
        let nullable = !(row_number || row.get::<_, bool>(2)?);
        let secret = is_secret(&name);
        Ok(Column { name, kind, nullable, default: row.get(3)?, primary_key: (key > 0).then_some(key), secret })
    })
}

fn foreign_keys(connection: &Connection, table: &str) -> rusqlite::Result<Vec<ForeignKey>> {
    let sql = "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq";
    let parts: Vec<(i64, ForeignKey)> = rows(connection, sql, table, |row| {
        let references: Option<String> = row.get(3)?;
        Ok((
            row.get(0)?,
            ForeignKey {
                table: row.get(1)?,
                columns: vec![row.get(2)?],
                references: references.into_iter().collect(),
                on_delete: row.get::<_, String>(4)?.to_lowercase(),
            },
        ))
    })?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    for (id, part) in parts {
        match keys.last_mut() {
            Some((last, key)) if *last == id => {
                key.columns.extend(part.columns);
                key.references.extend(part.references);
            }
            _ => keys.push((id, part)),
        }
    }
    Ok(keys.into_iter().map(|(_, key)| key).collect())
}

fn indexes(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Index>> {
    let sql = "SELECT l.name, l.\"unique\", l.partial, s.sql,
            (SELECT group_concat(coalesce(x.name, '(expression)') || iif(x.\"desc\", ' desc', ''), char(31))
             FROM pragma_index_xinfo(l.name) x WHERE x.key)
        FROM pragma_index_list(?) l LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name
        ORDER BY l.name";
    rows(connection, sql, table, |row| {
        let columns: Option<String> = row.get(4)?;
        Ok(Index {
            name: row.get(0)?,
            unique: row.get(1)?,
            partial: row.get(2)?,
            sql: row.get(3)?,
            columns: columns.unwrap_or_default().split('\u{1f}').map(str::to_owned).collect(),
        })
    })
}

fn rows<T>(
    connection: &Connection,
    sql: &str,
    table: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare(sql)?.query_map([table], |row| read(row))?.collect()
}

impl Report for Table {
    fn text(&self) -> String {
        let rows = self.rows.map_or_else(String::new, |rows| format!(", {rows} rows"));
        let model = self.model.as_ref().map_or_else(String::new, |model| format!(", model {model}"));
        let mut text = format!("{BOLD}{}{BOLD:#}{DIM}: {}{rows}{model}{DIM:#}\n\n", self.name, self.kind);
        let heads = ["COLUMN", "TYPE", "NULL", "KEY", "DEFAULT"].map(str::to_owned);
        let cells = |column: &Column| {
            let null = if column.nullable { "null" } else { "" };
            let key = column.primary_key.map_or_else(String::new, |at| format!("pk {at}"));
            let default =
                if column.secret { "secret: read as NULL" } else { column.default.as_deref().unwrap_or_default() };
            vec![column.name.clone(), column.kind.clone(), null.to_owned(), key, default.to_owned()]
        };
        text.push_str(&grid(&heads, &self.columns.iter().map(cells).collect::<Vec<_>>()));
        text.push('\n');
        text.extend(self.foreign_keys.iter().map(|key| {
            let to = key.references.join(", ");
            format!("foreign key ({}) → {} ({to}), on delete {}\n", key.columns.join(", "), key.table, key.on_delete)
        }));
        text.extend(self.indexes.iter().map(|index| {
            let unique = if index.unique { "unique " } else { "" };
            let partial = if index.partial { ", some rows only" } else { "" };
            format!("{unique}index {} ({}){partial}\n", index.name, index.columns.join(", "))
        }));
        if !self.referenced_by.is_empty() {
            text.push_str(&format!("referenced by {}\n", self.referenced_by.join(", ")));
        }
        text
    }
}
