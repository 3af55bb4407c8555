use schemars::JsonSchema;
use serde::Deserialize;

use crate::guide::{self, Framework};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct GetFrameworkSchema;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {}

impl Tool for GetFrameworkSchema {
    const NAME: &'static str = "get_framework_schema";
    const TITLE: &'static str = "How a project is built";
    const DESCRIPTION: &'static str =
        "Conventions of a project: where each thing is, life of a change, how to add. Read first.";
    const GROUP: Group = Group::Learn;
    const CORE: bool = true;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Framework;

    fn call(_context: &Context, _args: Args) -> Result<Framework, Failure> {
        Ok(guide::framework())
    }
}
