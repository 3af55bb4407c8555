use schemars::JsonSchema;
use serde::Deserialize;

use super::{project, stop};
use crate::database::table::{self, Table};
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct GetTableInfo;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    table: String,
    project_dir: Option<String>,
}

impl Tool for GetTableInfo {
    const NAME: &'static str = "get_table_info";
    const TITLE: &'static str = "Show a table";
    const DESCRIPTION: &'static str = "One table: columns, keys, indexes, checks and triggers.";
    const GROUP: Group = Group::Db;

    type Args = Args;
    type Answer = Table;

    fn call(context: &Context, args: Args) -> Result<Table, Failure> {
        table::table(&project(context, args.project_dir.as_deref())?, &args.table, stop(context))
    }
}
