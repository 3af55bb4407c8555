use schemars::JsonSchema;
use serde::Deserialize;

use crate::commands::routes;
use crate::inspect::page::page;
use crate::inspect::routes::Routes;
use crate::mcp::tools::{BUDGET, Paged};
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::Failure;

#[derive(Debug)]
pub struct ListRoutes;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// Project's folder, if not the server's's
    project_dir: Option<String>,
    /// Only routes whose path, handler or file contains this
    contains: Option<String>,
    /// next_cursor of the last page
    #[serde(default)]
    cursor: usize,
}

impl Tool for ListRoutes {
    const NAME: &'static str = "list_routes";
    const TITLE: &'static str = "List routes";
    const DESCRIPTION: &'static str =
        "HTTP and socket routes of any axum project: method, full path, handler, file:line, auth, layers, view.";
    const GROUP: Group = Group::See;
    const CORE: bool = true;
    const NEEDS: Needs = Needs::Package;

    type Args = Args;
    type Answer = Paged<Routes>;

    fn call(context: &Context, args: Args) -> Result<Paged<Routes>, Failure> {
        let root = context.package_dir(args.project_dir.as_deref())?;
        let mut routes = routes::routes(&root, &context.reader)?;
        if let Some(part) = &args.contains {
            routes.routes.retain(|route| [&route.path, &route.handler, &route.file].iter().any(|of| of.contains(part)));
        }
        let (shown, page) = page(routes.routes, args.cursor, BUDGET);
        Ok(Paged { answer: Routes { routes: shown, ..routes }, page })
    }
}
