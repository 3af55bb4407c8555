use schemars::JsonSchema;
use serde::Deserialize;

use super::built::Built;
use super::write::{How, add};
use crate::edit::Addition;
use crate::mcp::{Context, Group, Hints, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct AddFeature;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    name: String,
    /// Show the diff, write nothing
    #[serde(default)]
    dry_run: bool,
    /// Check the project afterwards
    #[serde(default)]
    verify: bool,
    #[serde(default)]
    cursor: usize,
    project_dir: Option<String>,
}

impl Tool for AddFeature {
    const NAME: &'static str = "add_feature";
    const TITLE: &'static str = "Add a feature";
    const DESCRIPTION: &'static str =
        "Switches on a feature of the chat: assistant, presence, reactions, search or typing.";
    const GROUP: Group = Group::Build;
    const HINTS: Hints = Hints::WRITE;
    const CORE: bool = false;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Built;

    fn call(context: &Context, args: Args) -> Result<Built, Failure> {
        let Args { dry_run, verify, cursor, .. } = args;
        let addition = Addition::Feature { name: args.name };
        add(context, args.project_dir.as_deref(), &addition, How { dry_run, cursor, verify })
    }
}
