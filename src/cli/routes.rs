use std::path::PathBuf;

use clap::Args;

/// List every route of an axum project, by reading its source
///
/// Works on any axum project: nothing is built or run, and no chat.toml is needed. What the source does not tell is listed as
/// unresolved, with the reason.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Routes {
    /// A project, a workspace, a folder of one, or a file
    #[arg(default_value = ".")]
    pub path: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  chatgen routes
  chatgen routes ../my-axum-service
  chatgen routes --format json | jq -r '.routes[] | select(.auth == null) | .path'

Exit codes: 0 done, also with unresolved places or files that do not parse; 2 there is no such path.";
