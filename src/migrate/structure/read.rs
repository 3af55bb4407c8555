//! Applies scripts to an empty SQLite in memory and reads what they built.

use std::fmt;

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Batch, Connection, Error};

use super::{Object, Structure, Table, tokens};

/// sqlx runs a script that begins so outside a transaction.
const NO_TRANSACTION: &str = "-- no-transaction";

/// A script that SQLite refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadMigration {
    pub file: String,
    /// From 1, where SQLite says where.
    pub line: Option<usize>,
    pub message: String,
}

impl fmt::Display for BadMigration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// An empty database, with foreign keys enforced as sqlx does.
pub fn connect() -> Result<Connection, Error> {
    let database = Connection::open_in_memory()?;
    database.execute_batch("PRAGMA foreign_keys = ON;")?;
    Ok(database)
}

/// Runs a script as sqlx would.
///
/// # Errors
/// What SQLite says, with the line of the statement that it says it of.
pub fn apply(database: &Connection, file: &str, sql: &str) -> Result<(), BadMigration> {
    if sql.starts_with(NO_TRANSACTION) {
        return run(database, file, sql);
    }
    let transaction = database.unchecked_transaction().map_err(|error| failure(file, None, &error))?;
    run(database, file, sql)?;
    transaction.commit().map_err(|error| failure(file, None, &error))
}

/// One statement after the other, so that the failing one is known.
pub fn run(database: &Connection, file: &str, sql: &str) -> Result<(), BadMigration> {
    let mut batch = Batch::new(database, sql);
    let mut done = 0;
    loop {
        let step = batch.next().and_then(|statement| {
            let Some(mut statement) = statement else { return Ok(None) };
            let length = statement.expanded_sql().map_or(0, |text| text.len());
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
            Ok(Some(length))
        });
        match step {
            Ok(Some(length)) => done += length,
            Ok(None) => return Ok(()),
            Err(error) => return Err(failure(file, line(sql, done), &error)),
        }
    }
}

/// The line of the first token from a place on.
fn line(sql: &str, from: usize) -> Option<usize> {
    let rest = sql.get(from..)?;
    let first = tokens::tokens(rest).ok().and_then(|tokens| Some(tokens.first()?.at.start));
    let before = sql.get(..from + first.unwrap_or(0))?;
    Some(before.matches('\n').count() + 1)
}

/// SQLite's error as ours.
pub fn failure(file: &str, line: Option<usize>, error: &Error) -> BadMigration {
    let message = match error {
        Error::SqliteFailure(_, Some(message)) | Error::SqlInputError { msg: message, .. } => message.clone(),
        error => error.to_string(),
    };
    BadMigration { file: file.to_owned(), line, message }
}

impl Structure {
    /// What a database looks like.
    ///
    /// # Errors
    /// A table that SQLite knows and we cannot read.
    pub fn read(database: &Connection) -> Result<Self, BadMigration> {
        let mut structure = Self::default();
        for row in rows(database).map_err(|error| failure("", None, &error))? {
            structure.add(row).map_err(|message| BadMigration { file: String::new(), line: None, message })?;
        }
        Ok(structure)
    }

    fn add(&mut self, row: Row) -> Result<(), String> {
        let key = row.name.to_ascii_lowercase();
        let explain = |message: String| format!("cannot read `{}`: {message}", row.name);
        if row.sort == "table" {
            self.tables.insert(key, Table::read(&row.sql).map_err(explain)?);
            return Ok(());
        }
        let object = Object {
            table: row.table.to_ascii_lowercase(),
            tokens: tokens::tokens(&row.sql).map_err(explain)?,
            name: row.name,
            sql: row.sql,
        };
        match row.sort.as_str() {
            "virtual" => self.virtuals.insert(key, object),
            "index" => self.indexes.insert(key, object),
            "trigger" => self.triggers.insert(key, object),
            _ => self.views.insert(key, object),
        };
        Ok(())
    }
}

struct Row {
    sort: String,
    name: String,
    table: String,
    sql: String,
}

/// Everything but what SQLite, full-text search and sqlx keep for themselves.
fn rows(database: &Connection) -> Result<Vec<Row>, Error> {
    let mut statement = database.prepare(
        "SELECT coalesce(l.type, s.type), s.name, s.tbl_name, s.sql
         FROM sqlite_schema s
         LEFT JOIN pragma_table_list l ON l.schema = 'main' AND l.name = s.name AND s.type IN ('table', 'view')
         WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND s.tbl_name <> '_sqlx_migrations'
             AND coalesce(l.type, '') <> 'shadow'
         ORDER BY s.rowid",
    )?;
    let rows = statement
        .query_map([], |row| Ok(Row { sort: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: row.get(3)? }))?;
    rows.collect()
}
