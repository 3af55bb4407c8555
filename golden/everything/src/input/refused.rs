//! What the database refuses, in words for people.

use sqlx::error::ErrorKind;

use crate::error::{Error, Problems, Result};

/// Turns a violated constraint into problems of the fields it is about.
pub fn refused(error: sqlx::Error) -> Error {
    refused_among(error, &[])
}

/// As [`refused`], for rows that not everybody may see: that there is one like it already is only said of those that
/// have the same in the `shared` columns, and are therefore there for whoever may write the new one.
pub fn refused_among(error: sqlx::Error, shared: &[&str]) -> Error {
    let sqlx::Error::Database(violation) = &error else { return error.into() };
    match violation.kind() {
        ErrorKind::UniqueViolation => taken(violation.message(), shared),
        ErrorKind::ForeignKeyViolation => in_use(),
        ErrorKind::CheckViolation => check(violation.message()),
        // A trigger's word: for what no foreign key can say.
        _ if violation.message().contains("FOREIGN KEY constraint failed") => in_use(),
        _ => error.into(),
    }
}

/// `UNIQUE constraint failed: tickets.session_id, tickets.subject`
fn taken(message: &str, shared: &[&str]) -> Error {
    let (_, columns) = message.rsplit_once("failed: ").unwrap_or_default();
    let columns = columns.split(", ").filter_map(|column| Some(column.split_once('.')?.1));
    let columns: Vec<&str> = columns.collect();
    let seen = shared.iter().all(|column| columns.contains(column));
    let mut problems = Problems::default();
    for column in &columns {
        let taken = "This is taken: there is one like it already.";
        problems.add(column, if seen { taken } else { "This can't be used: choose another." });
    }
    if columns.is_empty() {
        let taken = "There is one like it already.";
        let hidden = "Some of this can't be used: choose something else.";
        problems.add("form", if seen { taken } else { hidden });
    }
    Error::Invalid(problems)
}

fn in_use() -> Error {
    Error::Conflict(
        "Something that this refers to is gone, or something still refers to it.".into(),
    )
}

/// `CHECK constraint failed: starts_on <= ends_on`
fn check(message: &str) -> Error {
    let (_, rule) = message.rsplit_once("failed: ").unwrap_or_default();
    Error::field("form", format!("This does not hold: {rule}."))
}

/// # Errors
/// One problem for each of the fields that refer to something that is not there.
pub fn lost(fields: Vec<String>) -> Result<()> {
    let mut problems = Problems::default();
    for field in fields {
        problems.add(&field, "This does not exist, or it is not yours to see.");
    }
    problems.into_result()
}
