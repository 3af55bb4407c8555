use schemars::JsonSchema;
use serde::Deserialize;

use super::files;
use crate::commands::views::{Components, components};
use crate::inspect::page::page;
use crate::mcp::tools::{BUDGET, Paged};
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ListComponents;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    project_dir: Option<String>,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

impl Tool for ListComponents {
    const NAME: &'static str = "list_components";
    const TITLE: &'static str = "List components";
    const DESCRIPTION: &'static str = "Components, macros and partials with their parameters, and where they are used.";
    const GROUP: Group = Group::See;

    type Args = Args;
    type Answer = Paged<Components>;

    fn call(context: &Context, args: Args) -> Result<Paged<Components>, Failure> {
        let found = components(&files(context, args.project_dir.as_deref())?, &context.reader);
        let (components, page) = page(found.components, args.cursor, BUDGET);
        Ok(Paged { answer: Components { components, ..found }, page })
    }
}
