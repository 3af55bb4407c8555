use super::{Where, guide};
use crate::guide::{Guide, Topic};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct GetFrameworkSchema;

impl Tool for GetFrameworkSchema {
    const NAME: &'static str = "get_framework_schema";
    const TITLE: &'static str = "How a project is built";
    const DESCRIPTION: &'static str = "Where each thing is, life of a change, how to add and to check. Read first.";
    const GROUP: Group = Group::Learn;
    const CORE: bool = true;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Where;
    type Answer = Guide;

    fn call(context: &Context, args: Where) -> Result<Guide, Failure> {
        guide(context, &args, Topic::Framework)
    }
}
