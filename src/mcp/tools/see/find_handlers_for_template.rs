use schemars::JsonSchema;
use serde::Deserialize;

use super::files;
use crate::commands::show::{Bindings, handlers_for};
use crate::mcp::{Context, Group, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct FindHandlersForTemplate;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// As views/tickets/list.html
    template: String,
    project_dir: Option<String>,
}

impl Tool for FindHandlersForTemplate {
    const NAME: &'static str = "find_handlers_for_template";
    const TITLE: &'static str = "Handlers of a template";
    const DESCRIPTION: &'static str = "What a template binds to handlers, and what is bound to nothing, both ways.";
    const GROUP: Group = Group::See;
    const CORE: bool = true;

    type Args = Args;
    type Answer = Bindings;

    fn call(context: &Context, args: Args) -> Result<Bindings, Failure> {
        handlers_for(&files(context, args.project_dir.as_deref())?, &context.reader, &args.template)
    }
}
