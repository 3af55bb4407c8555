//! Migrations are tried out in memory before anyone sees them.

use rusqlite::Connection;

use super::Blocked;
use crate::migrate::sqlite_script as script;
use crate::migrate::structure::{BadMigration, Structure, apply, connect, failure, run};

/// What a script makes of a structure.
///
/// # Errors
/// What SQLite says against it.
pub fn after(structure: &Structure, sql: &str) -> Result<Structure, Blocked> {
    let database = build(structure).map_err(|bad| blocked(&bad))?;
    apply(&database, "the migration", sql).map_err(|bad| blocked(&bad))?;
    Structure::read(&database).map_err(|bad| blocked(&bad))
}

/// The same, where triggers and views must still work afterwards if they did before.
///
/// # Errors
/// What SQLite says against it, or what no longer works.
pub fn sound(structure: &Structure, sql: &str) -> Result<Structure, Blocked> {
    let database = build(structure).map_err(|bad| blocked(&bad))?;
    let sound_before = check(&database).is_ok();
    apply(&database, "the migration", sql).map_err(|bad| blocked(&bad))?;
    match check(&database) {
        Err(error) if sound_before => Err(broken(&error.message)),
        _ => Structure::read(&database).map_err(|bad| blocked(&bad)),
    }
}

/// An empty database of this structure.
fn build(structure: &Structure) -> Result<Connection, BadMigration> {
    let database = connect().map_err(|error| failure("", None, &error))?;
    let tables = structure.tables.values().map(|table| script::create_table(table, &table.sql));
    let objects = [&structure.virtuals, &structure.indexes, &structure.views, &structure.triggers];
    let objects = objects.into_iter().flat_map(|objects| objects.values()).map(|object| format!("{};", object.sql));
    let transaction = database.unchecked_transaction().map_err(|error| failure("", None, &error))?;
    for statement in tables.chain(objects) {
        run(&transaction, "the structure", &statement)?;
    }
    transaction.commit().map_err(|error| failure("", None, &error))?;
    Ok(database)
}

/// SQLite reads every trigger and view again when a table is renamed.
fn check(database: &Connection) -> Result<(), BadMigration> {
    apply(
        database,
        "",
        "CREATE TABLE chatgen_trial (a);\nALTER TABLE chatgen_trial RENAME TO chatgen_trial_2;\nDROP TABLE chatgen_trial_2;",
    )
}

fn blocked(bad: &BadMigration) -> Blocked {
    let own = ["error in view ", "error in trigger "].iter().any(|start| bad.message.starts_with(start));
    if own {
        broken(&bad.message)
    } else {
        Blocked { message: format!("SQLite refuses the change: {}", bad.message), help: None }
    }
}

/// A person's view or trigger needs what the schema gives up.
fn broken(said: &str) -> Blocked {
    Blocked {
        message: format!("the change would break what the project's own migrations made: {said}"),
        help: Some("write a migration that drops or changes it, then sync again".to_owned()),
    }
}
