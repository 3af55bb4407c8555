//! What the database refuses, in words for people.

use sqlx::error::ErrorKind;

use crate::error::{Error, Problems, Result};

/// Turns a violated constraint into problems of the fields it is about.
pub fn refused(error: sqlx::Error) -> Error {
    let sqlx::Error::Database(violation) = &error else { return error.into() };
    match violation.kind() {
        ErrorKind::UniqueViolation => taken(violation.message()),
        ErrorKind::ForeignKeyViolation => in_use(),
        ErrorKind::CheckViolation => check(violation.message()),
        // A trigger's word: for what no foreign key can say.
        _ if violation.message().contains("FOREIGN KEY constraint failed") => in_use(),
        _ => error.into(),
    }
}

/// `UNIQUE constraint failed: tickets.session_id, tickets.subject`
fn taken(message: &str) -> Error {
    let (_, columns) = message.rsplit_once("failed: ").unwrap_or_default();
    let mut problems = Problems::default();
    for column in columns.split(", ").filter_map(|column| Some(column.split_once('.')?.1)) {
        problems.add(column, "This is taken: there is one like it already.");
    }
    if problems.0.is_empty() {
        problems.add("form", "There is one like it already.");
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
