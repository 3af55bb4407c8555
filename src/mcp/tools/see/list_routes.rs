use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::routes;
use crate::inspect::page::page;
use crate::inspect::routes::{Route, Routes};
use crate::mcp::tools::Paged;
use crate::mcp::{Context, Group, Needs, Tool};
use crate::output::{Failure, Report};

/// How much of the list goes into one answer, in bytes of JSON; its text is half as long.
const BUDGET: usize = 9 << 10;

#[derive(Debug)]
pub struct ListRoutes;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// Project's folder, if not the server's
    project_dir: Option<String>,
    /// Only routes whose path, handler or file contains this
    contains: Option<String>,
    /// next_cursor
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
    type Answer = Paged<Listed>;

    fn call(context: &Context, args: Args) -> Result<Paged<Listed>, Failure> {
        let root = context.package_dir(args.project_dir.as_deref())?;
        let mut routes = routes::routes(&root, &context.reader)?;
        let common_layers = take_common(&mut routes.routes);
        if let Some(part) = &args.contains {
            routes.routes.retain(|route| [&route.path, &route.handler, &route.file].iter().any(|of| of.contains(part)));
        }
        let (shown, page) = page(routes.routes, args.cursor, BUDGET);
        Ok(Paged { answer: Listed { routes: Routes { routes: shown, ..routes }, common_layers }, page })
    }
}

/// Routes, with what is around all of them said once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    #[serde(flatten)]
    routes: Routes,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    common_layers: Vec<String>,
}

impl Report for Listed {
    fn text(&self) -> String {
        self.routes.text()
    }
}

/// Takes the layers that every route has out of each.
fn take_common(routes: &mut [Route]) -> Vec<String> {
    let Some((first, rest)) = routes.split_first() else { return Vec::new() };
    let everywhere = |layer: &&String| rest.iter().all(|route| route.layers.contains(layer));
    let common: Vec<String> = first.layers.iter().filter(everywhere).cloned().collect();
    routes.iter_mut().for_each(|route| route.layers.retain(|layer| !common.contains(layer)));
    common
}
