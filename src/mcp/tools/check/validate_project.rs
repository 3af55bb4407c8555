use schemars::JsonSchema;
use serde::Deserialize;

use super::paged;
use crate::check::{Checked, Options, validate_project};
use crate::mcp::tools::Paged;
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ValidateProject;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    project_dir: Option<String>,
    /// Also cargo check and clippy, which takes longer
    #[serde(default)]
    deep: bool,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

impl Tool for ValidateProject {
    const NAME: &'static str = "validate_project";
    const TITLE: &'static str = "Check the project";
    const DESCRIPTION: &'static str =
        "Every rule over routes, templates, SQL, security, config and schema drift: file:line, what to do.";
    const GROUP: Group = Group::Check;
    const CORE: bool = true;
    const NEEDS: Needs = Needs::Package;

    type Args = Args;
    type Answer = Paged<Checked>;

    fn call(context: &Context, args: Args) -> Result<Paged<Checked>, Failure> {
        let root = context.package_dir(args.project_dir.as_deref())?;
        let options = Options { deep: args.deep, ..Options::default() };
        let cancelled = || context.cancelled.is_cancelled();
        Ok(paged(validate_project(&root, &context.reader, &options, &cancelled)?, args.cursor))
    }
}
