use schemars::JsonSchema;
use serde::Deserialize;

use super::files;
use crate::commands::views::{Views, views};
use crate::inspect::page::page;
use crate::mcp::tools::{BUDGET, Paged};
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ListViews;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    project_dir: Option<String>,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

impl Tool for ListViews {
    const NAME: &'static str = "list_views";
    const TITLE: &'static str = "List views";
    const DESCRIPTION: &'static str =
        "Pages: template, struct, context fields with types, forms, events, auth, routes.";
    const GROUP: Group = Group::See;
    const CORE: bool = true;

    type Args = Args;
    type Answer = Paged<Views>;

    fn call(context: &Context, args: Args) -> Result<Paged<Views>, Failure> {
        let found = views(&files(context, args.project_dir.as_deref())?, &context.reader);
        let (views, page) = page(found.views, args.cursor, BUDGET);
        Ok(Paged { answer: Views { views, ..found }, page })
    }
}
