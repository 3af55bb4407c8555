use schemars::JsonSchema;
use serde::Deserialize;

use super::built::Built;
use super::typed::Typed;
use super::write::{How, add};
use crate::edit::Addition;
use crate::mcp::{Context, Group, Hints, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct AddEventHandler;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// `tickets`
    view: String,
    /// `escalate`
    name: String,
    /// {"reason": "string(80)", "at": "datetime?"}
    #[serde(default)]
    params: Typed,
    /// How often each person may: `10/m`
    limits: Option<String>,
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

impl Tool for AddEventHandler {
    const NAME: &'static str = "add_event_handler";
    const TITLE: &'static str = "Add an event";
    const DESCRIPTION: &'static str =
        "Adds something that people do with a row of a view: a button, a form, a route, a function to fill.";
    const GROUP: Group = Group::Build;
    const HINTS: Hints = Hints::WRITE;
    const CORE: bool = true;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Built;

    fn call(context: &Context, args: Args) -> Result<Built, Failure> {
        let Args { dry_run, verify, cursor, .. } = args;
        let Args { view, name, limits: limit, .. } = args;
        let addition = Addition::Event { view, name, params: args.params.list()?, limit };
        add(context, args.project_dir.as_deref(), &addition, How { dry_run, cursor, verify })
    }
}
