use schemars::JsonSchema;
use serde::Deserialize;

use super::built::Built;
use super::typed::Typed;
use super::write::{How, add};
use crate::edit::Addition;
use crate::mcp::{Context, Group, Hints, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ScaffoldModel;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// `Ticket`
    name: String,
    /// {"subject": "string(200)", "room": "ref(Room)?"}
    #[serde(default)]
    fields: Typed,
    /// `int` or `uuid`
    key: Option<String>,
    /// Fields that full-text search covers
    #[serde(default)]
    search: Vec<String>,
    #[serde(default)]
    soft_delete: bool,
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

impl Tool for ScaffoldModel {
    const NAME: &'static str = "scaffold_model";
    const TITLE: &'static str = "Add a model";
    const DESCRIPTION: &'static str = "Adds a model: table, Rust type, JSON API, tests, migration.";
    const GROUP: Group = Group::Build;
    const HINTS: Hints = Hints::WRITE;
    const CORE: bool = false;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Built;

    fn call(context: &Context, args: Args) -> Result<Built, Failure> {
        let Args { dry_run, verify, cursor, .. } = args;
        let Args { name, key, search, soft_delete, .. } = args;
        let addition = Addition::Model { name, fields: args.fields.pairs()?, key, search, soft_delete };
        add(context, args.project_dir.as_deref(), &addition, How { dry_run, cursor, verify })
    }
}
