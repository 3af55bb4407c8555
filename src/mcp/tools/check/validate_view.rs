use schemars::JsonSchema;
use serde::Deserialize;

use super::paged;
use crate::check::Checked;
use crate::check::validate::validate_view;
use crate::mcp::tools::Paged;
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ValidateView;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// The whole text of the file
    code: String,
    /// The file it would become, as src/http/notes.rs or templates/pages/notes.html
    path: String,
    project_dir: Option<String>,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

impl Tool for ValidateView {
    const NAME: &'static str = "validate_view";
    const TITLE: &'static str = "Check unsaved source";
    const DESCRIPTION: &'static str = "The same rules on a Rust file, template or migration before it is saved.";
    const GROUP: Group = Group::Check;
    const CORE: bool = true;
    const NEEDS: Needs = Needs::Package;

    type Args = Args;
    type Answer = Paged<Checked>;

    fn call(context: &Context, args: Args) -> Result<Paged<Checked>, Failure> {
        let root = context.package_dir(args.project_dir.as_deref())?;
        Ok(paged(validate_view(&root, &context.reader, &args.code, &args.path)?, args.cursor))
    }
}
