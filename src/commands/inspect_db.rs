//! `chatgen db tables`, `db table` and `db query`: the development database, read and never changed.

use std::sync::Arc;

use crate::cli::{Query, Table, Tables};
use crate::database::guard::Stop;
use crate::database::query::{self, Most};
use crate::database::{table, tables};
use crate::interrupt;
use crate::output::{Failure, Terminal};
use crate::project::Project;

/// The most bytes of values that a terminal gets.
const BYTES: usize = 8 << 20;

pub fn tables(arguments: &Tables, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    terminal.show(&tables::tables(&project, stop())?);
    Ok(())
}

pub fn table(arguments: &Table, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    terminal.show(&table::table(&project, &arguments.name, stop())?);
    Ok(())
}

pub fn query(arguments: &Query, terminal: &Terminal) -> Result<(), Failure> {
    let project = Project::find(&arguments.project.project)?;
    let most = Most { rows: arguments.limit, bytes: BYTES };
    terminal.show(&query::query(&project, &arguments.sql, most, stop())?);
    Ok(())
}

fn stop() -> Stop {
    Arc::new(interrupt::asked)
}
