use schemars::JsonSchema;
use serde::Deserialize;

use super::files;
use crate::commands::views::{Events, events};
use crate::inspect::page::page;
use crate::mcp::tools::{BUDGET, Paged};
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ListEvents;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    project_dir: Option<String>,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

impl Tool for ListEvents {
    const NAME: &'static str = "list_events";
    const TITLE: &'static str = "List events";
    const DESCRIPTION: &'static str =
        "Socket events both ways and deeds on pages: fields, functions, auth, rate limits.";
    const GROUP: Group = Group::See;
    const CORE: bool = true;

    type Args = Args;
    type Answer = Paged<Events>;

    fn call(context: &Context, args: Args) -> Result<Paged<Events>, Failure> {
        let found = events(&files(context, args.project_dir.as_deref())?, &context.reader);
        let (events, page) = page(found.events, args.cursor, BUDGET);
        Ok(Paged { answer: Events { events, ..found }, page })
    }
}
