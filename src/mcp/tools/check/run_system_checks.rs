use schemars::JsonSchema;
use serde::Deserialize;

use super::paged;
use crate::check::Checked;
use crate::check::validate::run_system_checks;
use crate::mcp::tools::Paged;
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct RunSystemChecks;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// schema, routes, templates, sql, security, hub, config or quality
    category: String,
    project_dir: Option<String>,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

impl Tool for RunSystemChecks {
    const NAME: &'static str = "run_system_checks";
    const TITLE: &'static str = "Check one thing";
    const DESCRIPTION: &'static str = "The rules of one category over the project.";
    const GROUP: Group = Group::Check;
    const NEEDS: Needs = Needs::Package;

    type Args = Args;
    type Answer = Paged<Checked>;

    fn call(context: &Context, args: Args) -> Result<Paged<Checked>, Failure> {
        let root = context.package_dir(args.project_dir.as_deref())?;
        Ok(paged(run_system_checks(&root, &context.reader, &args.category)?, args.cursor))
    }
}
