use super::{Where, guide};
use crate::guide::{Guide, Topic};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct GetBestPractices;

impl Tool for GetBestPractices {
    const NAME: &'static str = "get_best_practices";
    const TITLE: &'static str = "How to work on a project";
    const DESCRIPTION: &'static str = "Set-up, life of a message, rules of events and security, common mistakes.";
    const GROUP: Group = Group::Learn;
    const NEEDS: Needs = Needs::Nothing;

    type Args = Where;
    type Answer = Guide;

    fn call(context: &Context, args: Where) -> Result<Guide, Failure> {
        guide(context, &args, Topic::Practices)
    }
}
