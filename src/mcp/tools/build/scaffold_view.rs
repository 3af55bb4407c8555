use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::built::Built;
use super::typed::Typed;
use super::write::{How, add};
use crate::edit::Addition;
use crate::mcp::{Context, Group, Hints, Needs, Tool};
use crate::output::Failure;
use crate::schema::choice::{Choice, ViewFeature};

#[derive(Debug)]
pub struct ScaffoldView;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// Its address: `tasks`
    name: String,
    #[serde(default)]
    #[schemars(schema_with = "features")]
    features: Vec<String>,
    model: Option<String>,
    /// Of a new model: {"title": "string(80)", "due": "date?"}
    fields: Option<Typed>,
    title: Option<String>,
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

impl Tool for ScaffoldView {
    const NAME: &'static str = "scaffold_view";
    const TITLE: &'static str = "Add a page";
    const DESCRIPTION: &'static str = "Adds a page over a model: route, handlers, templates, tests, migration. The model is named after it and made if new.";
    const GROUP: Group = Group::Build;
    const HINTS: Hints = Hints::WRITE;
    const CORE: bool = true;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Args;
    type Answer = Built;

    fn call(context: &Context, args: Args) -> Result<Built, Failure> {
        let Args { dry_run, verify, cursor, .. } = args;
        let fields = args.fields.map(|fields| fields.list()).transpose()?.flatten();
        let Args { name, model, features, title, .. } = args;
        let addition = Addition::View { name, model, fields, features, title };
        add(context, args.project_dir.as_deref(), &addition, How { dry_run, cursor, verify })
    }
}

fn features(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "enum": ViewFeature::words() } })
}
