//! The tables that migrations build, in a database in memory that statements are tried on.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Batch, Connection, Error};

use super::plan::{self, Missing};
use super::rows::{Column, Kind};
use super::words::Words;
use crate::kept::Kept;
use crate::migrate::structure::{self, BadMigration};

/// Schemas that are kept, so that a statement is tried once however often a project is read.
const KEPT: usize = 4;

/// Statements that are kept for each.
const STATEMENTS: usize = 5000;

pub struct Schema {
    /// By name in lower case.
    pub tables: BTreeMap<String, Table>,
    connection: Mutex<Connection>,
    prepared: Mutex<HashMap<String, Arc<Prepared>>>,
    missing: Mutex<HashMap<String, Arc<Vec<Missing>>>>,
}

/// A table or view.
#[derive(Debug)]
pub struct Table {
    pub name: String,
    pub is_view: bool,
    pub is_virtual: bool,
    pub columns: Vec<TableColumn>,
}

#[derive(Debug)]
pub struct TableColumn {
    pub name: String,
    pub kind: Option<Kind>,
    pub declared: String,
    pub not_null: bool,
}

/// What SQLite makes of a statement.
#[derive(Debug, Default)]
pub struct Prepared {
    /// What is wrong with it, and at which byte.
    pub error: Option<(String, Option<usize>)>,
    /// The greatest number of a parameter.
    pub parameters: usize,
    pub columns: Vec<Column>,
    /// Whether it changes rows.
    pub writes: bool,
    /// The only table that it selects from, where no condition and no LIMIT leaves anything out.
    pub all_of: Option<String>,
}

/// The table in which sqlx notes what it has run.
const SQLX: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);";

/// What a schema is made of: migrations by path, then statements.
type Made = (Vec<(String, String)>, Vec<String>);

static SCHEMAS: Kept<Made, Schema> = Kept::new(KEPT);

impl Schema {
    /// The tables that migrations build, each given as path and SQL; then those that the project's own statements make.
    ///
    /// # Errors
    /// The first migration that SQLite refuses.
    pub fn of(migrations: &[(String, String)], own: &[String]) -> Result<Arc<Self>, BadMigration> {
        let is_same = |(then, then_own): &Made| then == migrations && then_own == own;
        SCHEMAS.get(is_same, || Ok(((migrations.to_vec(), own.to_vec()), Self::build(migrations, own)?)))
    }

    fn build(migrations: &[(String, String)], own: &[String]) -> Result<Self, BadMigration> {
        let failed = |error| structure::failure("", None, &error);
        let connection = structure::connect().map_err(failed)?;
        for (file, sql) in migrations {
            structure::apply(&connection, file, sql)?;
        }
        let _ = connection.execute_batch(SQLX);
        for sql in own {
            // What a test makes for itself may well be there already.
            let _ = connection.execute_batch(sql);
        }
        let tables = tables(&connection).map_err(failed)?;
        Ok(Self { tables, connection: Mutex::new(connection), prepared: Mutex::default(), missing: Mutex::default() })
    }

    /// The columns of each table and view.
    #[must_use]
    pub fn names(&self) -> BTreeMap<String, Vec<String>> {
        let columns = |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect();
        self.tables.values().map(|table| (table.name.clone(), columns(table))).collect()
    }

    /// Has SQLite read a statement. It is not run.
    pub fn prepare(&self, sql: &str) -> Arc<Prepared> {
        self.once(&self.prepared, sql, |connection| {
            let mut prepared = prepare(connection, sql);
            if let Some(words) = Words::of(sql) {
                super::rows::describe(&mut prepared.columns, &words, &self.tables);
                prepared.writes = matches!(words.verb(), "insert" | "update" | "delete" | "replace");
                prepared.all_of = self.all_of(&words);
            }
            prepared
        })
    }

    fn all_of(&self, words: &Words) -> Option<String> {
        let bounds = ["where", "limit", "group", "union", "with", "on", "using"];
        if words.verb() != "select" || bounds.iter().any(|bound| words.anywhere(bound)) || words.is_aggregate() {
            return None;
        }
        let tables = words.aliases(|name| self.tables.contains_key(name));
        let [(_, table)] = tables.as_slice() else { return None };
        self.tables.get(table).filter(|table| !table.is_view).map(|table| table.name.clone())
    }

    /// The indexes without which a statement reads whole tables.
    pub fn missing(&self, sql: &str) -> Arc<Vec<Missing>> {
        self.once(&self.missing, sql, |connection| plan::missing(connection, sql, &self.tables).unwrap_or_default())
    }

    fn once<T>(
        &self,
        known: &Mutex<HashMap<String, Arc<T>>>,
        sql: &str,
        make: impl FnOnce(&Connection) -> T,
    ) -> Arc<T> {
        if let Some(known) = known.lock().unwrap_or_else(PoisonError::into_inner).get(sql) {
            return Arc::clone(known);
        }
        let made = Arc::new(make(&self.connection.lock().unwrap_or_else(PoisonError::into_inner)));
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == STATEMENTS {
            known.clear();
        }
        known.insert(sql.to_owned(), Arc::clone(&made));
        made
    }
}

fn prepare(connection: &Connection, sql: &str) -> Prepared {
    let mut prepared = Prepared::default();
    let mut batch = Batch::new(connection, sql);
    loop {
        match batch.next() {
            Ok(Some(statement)) => {
                prepared.parameters += statement.parameter_count();
                let columns = statement.columns_with_metadata();
                prepared.columns = columns.iter().map(Column::of).collect();
            }
            Ok(None) => return prepared,
            Err(Error::SqlInputError { msg, sql: rest, offset, .. }) => {
                let before = sql.len().saturating_sub(rest.len());
                prepared.error = Some((msg, usize::try_from(offset).ok().map(|at| before + at)));
                return prepared;
            }
            Err(error) => {
                prepared.error = Some((structure::failure("", None, &error).message, None));
                return prepared;
            }
        }
    }
}

fn tables(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Table>> {
    let mut statement = connection.prepare(
        "SELECT l.name, l.type, i.name, i.type, i.\"notnull\" OR (i.pk = 1 AND lower(i.type) = 'integer') OR (i.pk AND l.wr)
         FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) i
         WHERE l.schema = 'main' AND l.type <> 'shadow' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let mut rows = statement.query([])?;
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (name, sort, declared): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let table = tables.entry(name.to_ascii_lowercase()).or_insert_with(|| Table {
            name,
            is_view: sort == "view",
            is_virtual: sort == "virtual",
            columns: Vec::new(),
        });
        let kind = Kind::declared(&declared);
        table.columns.push(TableColumn { name: row.get(2)?, kind, declared, not_null: row.get(4)? });
    }
    Ok(tables)
}
