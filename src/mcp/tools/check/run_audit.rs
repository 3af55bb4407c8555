use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::audit::{Audited, run_audit};
use crate::inspect::page::page;
use crate::mcp::tools::{BUDGET, Paged};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct RunAudit;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// A view, a route's path, or all
    #[serde(default = "all")]
    scope: String,
    project_dir: Option<String>,
    /// next_cursor
    #[serde(default)]
    cursor: usize,
}

fn all() -> String {
    "all".to_owned()
}

impl Tool for RunAudit {
    const NAME: &'static str = "run_audit";
    const TITLE: &'static str = "Audit what is exposed";
    const DESCRIPTION: &'static str = "Per route: who may use it, its limits, protections and security findings.";
    const GROUP: Group = Group::Check;
    const NEEDS: Needs = Needs::Package;

    type Args = Args;
    type Answer = Paged<Audited>;

    fn call(context: &Context, args: Args) -> Result<Paged<Audited>, Failure> {
        let root = context.package_dir(args.project_dir.as_deref())?;
        let audited = run_audit(&root, &context.reader, &args.scope)?;
        let (routes, page) = page(audited.routes, args.cursor, BUDGET);
        Ok(Paged { answer: Audited { routes, ..audited }, page })
    }
}
