use schemars::JsonSchema;
use serde::Deserialize;

use super::files;
use crate::commands::show::{View, show};
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct GetViewSchema;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// Name, template, struct or route
    view: String,
    project_dir: Option<String>,
}

impl Tool for GetViewSchema {
    const NAME: &'static str = "get_view_schema";
    const TITLE: &'static str = "Show a view";
    const DESCRIPTION: &'static str = "One view whole: fields, forms, events, handlers, templates it uses.";
    const GROUP: Group = Group::See;
    const CORE: bool = true;

    type Args = Args;
    type Answer = View;

    fn call(context: &Context, args: Args) -> Result<View, Failure> {
        show(&files(context, args.project_dir.as_deref())?, &context.reader, &args.view)
    }
}
