use schemars::JsonSchema;
use serde::Deserialize;

use super::{project, stop};
use crate::database::tables::{Tables, tables};
use crate::inspect::page::page;
use crate::mcp::tools::{BUDGET, Paged};
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ListTables;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    project_dir: Option<String>,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

impl Tool for ListTables {
    const NAME: &'static str = "list_tables";
    const TITLE: &'static str = "List tables";
    const DESCRIPTION: &'static str = "Tables of the development database with their row counts and models.";
    const GROUP: Group = Group::Db;

    type Args = Args;
    type Answer = Paged<Tables>;

    fn call(context: &Context, args: Args) -> Result<Paged<Tables>, Failure> {
        let found = tables(&project(context, args.project_dir.as_deref())?, stop(context))?;
        let (tables, page) = page(found.tables, args.cursor, BUDGET);
        Ok(Paged { answer: Tables { tables }, page })
    }
}
