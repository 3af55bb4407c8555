use schemars::JsonSchema;
use serde::Deserialize;

use super::built::Built;
use super::typed::Typed;
use super::write::{How, add};
use crate::edit::Addition;
use crate::mcp::{Context, Group, Hints, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ScaffoldComponent;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// `avatar`
    name: String,
    /// {"user": "User", "size": "enum(s, m, l) = m"}
    #[serde(default)]
    props: Typed,
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

impl Tool for ScaffoldComponent {
    const NAME: &'static str = "scaffold_component";
    const TITLE: &'static str = "Add a component";
    const DESCRIPTION: &'static str = "Adds a piece of a page: a template macro and a Rust struct with typed props.";
    const GROUP: Group = Group::Build;
    const HINTS: Hints = Hints::WRITE;
    const CORE: bool = false;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Built;

    fn call(context: &Context, args: Args) -> Result<Built, Failure> {
        let Args { dry_run, verify, cursor, .. } = args;
        let addition = Addition::Component { name: args.name, props: args.props.list()? };
        add(context, args.project_dir.as_deref(), &addition, How { dry_run, cursor, verify })
    }
}
