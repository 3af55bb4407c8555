use schemars::JsonSchema;
use serde::Deserialize;

use super::{project, stop};
use crate::database::query::{Most, Rows, query};
use crate::mcp::tools::BUDGET;
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ExecuteSql;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// One statement that only reads
    sql: String,
    /// The most rows; 50 if not given
    limit: Option<usize>,
    project_dir: Option<String>,
}

/// Rows when no number is given.
const ROWS: usize = 50;

impl Tool for ExecuteSql {
    const NAME: &'static str = "execute_sql";
    const TITLE: &'static str = "Query the database";
    const DESCRIPTION: &'static str =
        "Runs a SELECT on the development database; nothing can be changed, secrets are NULL.";
    const GROUP: Group = Group::Db;

    type Args = Args;
    type Answer = Rows;

    fn call(context: &Context, args: Args) -> Result<Rows, Failure> {
        let most = Most { rows: args.limit.unwrap_or(ROWS), bytes: BUDGET };
        query(&project(context, args.project_dir.as_deref())?, &args.sql, most, stop(context))
    }
}
