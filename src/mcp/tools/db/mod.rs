//! The development database, over a connection that can only read.

mod execute_sql;
mod get_table_info;
mod list_tables;

pub use execute_sql::ExecuteSql;
pub use get_table_info::GetTableInfo;
pub use list_tables::ListTables;

use std::sync::Arc;

use crate::database::guard::Stop;
use crate::mcp::Context;
use crate::output::Failure;
use crate::project::Project;

fn project(context: &Context, given: Option<&str>) -> Result<Project, Failure> {
    Project::find(&context.project_dir(given)?)
}

/// Ends a query when nobody waits for it any more.
fn stop(context: &Context) -> Stop {
    let cancelled = context.cancelled.clone();
    Arc::new(move || cancelled.is_cancelled())
}
