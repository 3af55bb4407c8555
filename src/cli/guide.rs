use clap::Args;

use super::Folder;
use crate::guide::Topic;

/// Tell how projects are built: conventions, what templates and handlers may use, practices
///
/// In a project, what it really has is told; elsewhere, what projects have.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Guide {
    pub topic: Topic,

    #[command(flatten)]
    pub project: Folder,
}

const EXAMPLES: &str = "\
Examples:
  chatgen guide framework
  chatgen guide extractors --format json | jq -r '.parts[].items[].name'";
