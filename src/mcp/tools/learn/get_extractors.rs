use super::{Where, guide};
use crate::guide::{Guide, Topic};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct GetExtractors;

impl Tool for GetExtractors {
    const NAME: &'static str = "get_extractors";
    const TITLE: &'static str = "What handlers may use";
    const DESCRIPTION: &'static str =
        "Extractors, units of work, limits and layers of handlers, with the project's own extractors.";
    const GROUP: Group = Group::Learn;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Where;
    type Answer = Guide;

    fn call(context: &Context, args: Where) -> Result<Guide, Failure> {
        guide(context, &args, Topic::Extractors)
    }
}
