use super::{Where, guide};
use crate::guide::{Guide, Topic};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct GetTemplateDirectives;

impl Tool for GetTemplateDirectives {
    const NAME: &'static str = "get_template_directives";
    const TITLE: &'static str = "What templates may use";
    const DESCRIPTION: &'static str = "data-* attributes, functions, filters and macros of templates, with examples.";
    const GROUP: Group = Group::Learn;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Where;
    type Answer = Guide;

    fn call(context: &Context, args: Where) -> Result<Guide, Failure> {
        guide(context, &args, Topic::Directives)
    }
}
