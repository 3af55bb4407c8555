//! One statement that reads, and its rows.

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Statement};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::blame;
use super::guard::{Guarded, LONGEST_SQL, Refusal, Stop, TIME};
use super::tables::names;
use crate::output::{DIM, Failure, Report};
use crate::problem::Source;
use crate::project::Project;

/// A text or bytes of more than this many characters are cut off.
const LONGEST_CELL: usize = 1000;

/// How much of an answer is given.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    pub rows: usize,
    /// Of all values together, as JSON.
    pub bytes: usize,
}

impl Default for Most {
    fn default() -> Self {
        Self { rows: 100, bytes: 12 << 10 }
    }
}

/// What a query gave.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Rows {
    pub columns: Vec<String>,
    /// One array of values for each row. Bytes are hexadecimal, as in SQL: x'00ff'.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more rows, or a value was cut off.
    pub truncated: bool,
    /// Secret columns that the query read; they are NULL to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

/// Runs one statement that reads on the project's development database.
///
/// # Errors
/// No database yet; SQL that is wrong, or would do anything but read; more than a few seconds.
pub fn query(project: &Project, sql: &str, most: Most, stop: Stop) -> Result<Rows, Failure> {
    if sql.len() > LONGEST_SQL || sql.contains('\0') {
        return Err(Failure::usage(format!("the SQL is longer than {LONGEST_SQL} bytes, or is no text")));
    }
    let file = super::development(project)?;
    let guarded = Guarded::open(&file, stop).map_err(|refusal| failure(&refusal, sql, None))?;
    let outcome = run(&guarded, sql, most).map_err(|error| guarded.explain(&error));
    let mut rows = match outcome {
        Ok(Some(rows)) => rows,
        Ok(None) => return Err(one_statement(sql)),
        Err(refusal) => return Err(failure(&refusal, sql, Some(&guarded))),
    };
    rows.masked = guarded.masked();
    Ok(rows)
}

fn one_statement(sql: &str) -> Failure {
    let (message, help) = match sql.trim().is_empty() {
        true => ("there is no SQL", "write a query, such as SELECT count(*) FROM users"),
        false => ("that is not exactly one statement that gives rows", "send one SELECT at a time"),
    };
    Failure::usage(message).help(help)
}

/// The rows; nothing if it is not one statement.
fn run(guarded: &Guarded, sql: &str, most: Most) -> rusqlite::Result<Option<Rows>> {
    let mut batch = Batch::new(&guarded.connection, sql);
    let Some(mut statement) = batch.next()? else { return Ok(None) };
    if batch.next()?.is_some() || statement.column_count() == 0 || !statement.readonly() {
        return Ok(None);
    }
    read(&mut statement, most).map(Some)
}

fn read(statement: &mut Statement<'_>, most: Most) -> rusqlite::Result<Rows> {
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut found = Rows { rows: Vec::new(), truncated: false, masked: Vec::new(), columns };
    let mut bytes = 0;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(found.columns.len());
        for at in 0..found.columns.len() {
            let (value, cut) = shown(row.get_ref(at)?);
            bytes += value.as_str().map_or(8, str::len) + 3;
            found.truncated |= cut;
            values.push(value);
        }
        if found.rows.len() == most.rows || (bytes > most.bytes && !found.rows.is_empty()) {
            found.truncated = true;
            break;
        }
        found.rows.push(values);
    }
    Ok(found)
}

/// A value as JSON, and whether some of it is missing.
fn shown(value: ValueRef<'_>) -> (Value, bool) {
    match value {
        ValueRef::Null => (Value::Null, false),
        ValueRef::Integer(number) => (number.into(), false),
        ValueRef::Real(number) => {
            (serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number), false)
        }
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            match text.char_indices().nth(LONGEST_CELL) {
                None => (text.into_owned().into(), false),
                Some((end, _)) => (format!("{}… ({} bytes)", &text[..end], text.len()).into(), true),
            }
        }
        ValueRef::Blob(bytes) => {
            let hex: String = bytes.iter().take(LONGEST_CELL / 2).map(|byte| format!("{byte:02x}")).collect();
            let cut = bytes.len() > LONGEST_CELL / 2;
            let rest = if cut { format!("… ({} bytes)", bytes.len()) } else { String::new() };
            (format!("x'{hex}'{rest}").into(), cut)
        }
    }
}

/// What stopped a statement, in words.
pub(super) fn failure(refusal: &Refusal, sql: &str, guarded: Option<&Guarded>) -> Failure {
    match refusal {
        Refusal::Forbidden(what) => Failure::usage(format!("{what} is refused: this only reads"))
            .help("send one SELECT; what is to change goes through the application or a migration"),
        Refusal::Slow => Failure::failed(format!("the query took more than {} seconds", TIME.as_secs()))
            .help("narrow it with WHERE or LIMIT; EXPLAIN QUERY PLAN says which tables it reads whole"),
        Refusal::Stopped => Failure::interrupted("the query was stopped"),
        Refusal::TooBig => Failure::usage("a value of the query is longer than a mebibyte")
            .help("ask for length(column) or substr(column, 1, 200) instead"),
        Refusal::Sql(message, offset) => {
            let place = blame::place(sql, message, *offset);
            let problem = place.map(|place| Source::new("SQL", sql).problem(&place, message.clone()));
            let near = guarded.and_then(|guarded| blame::near(message, &names(&guarded.connection).ok()?));
            let failure = Failure {
                problems: problem.into_iter().collect(),
                ..Failure::usage(format!("the SQL is wrong: {message}"))
            };
            match near {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure,
            }
        }
    }
}

impl Report for Rows {
    /// Columns below each other, cut to a width that can be read.
    fn text(&self) -> String {
        let cells = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<String>>();
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        let mut text = super::tables::grid(&self.columns, &rows);
        let count = match rows.len() {
            1 => "1 row".to_owned(),
            count => format!("{count} rows"),
        };
        let more = if self.truncated { "; there is more: narrow the query, or raise the limit" } else { "" };
        text.push_str(&format!("{DIM}{count}{more}{DIM:#}\n"));
        if !self.masked.is_empty() {
            text.push_str(&format!("{DIM}secret, and so NULL here: {}{DIM:#}\n", self.masked.join(", ")));
        }
        text
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) => text
            .chars()
            .map(|char| if char.is_control() { char.escape_default().to_string() } else { char.to_string() })
            .collect(),
        value => value.to_string(),
    }
}
