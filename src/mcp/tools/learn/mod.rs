//! What an agent has to know before it touches a project.

mod get_best_practices;
mod get_extractors;
mod get_framework_schema;
mod get_template_directives;

pub use get_best_practices::GetBestPractices;
pub use get_extractors::GetExtractors;
pub use get_framework_schema::GetFrameworkSchema;
pub use get_template_directives::GetTemplateDirectives;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::commands::guide::guide_to;
use crate::guide::{self, Guide, Topic};
use crate::mcp::Context;
use crate::output::Failure;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Where {
    project_dir: Option<String>,
}

/// The page of a topic as it is true for the project that is meant; of projects in general where there is none.
fn guide(context: &Context, args: &Where, topic: Topic) -> Result<Guide, Failure> {
    match context.project_dir(args.project_dir.as_deref()) {
        Ok(root) => Ok(guide_to(topic, &root, &context.reader)),
        Err(failure) if args.project_dir.is_some() => Err(failure),
        Err(_) => Ok(guide::guide(topic, None)),
    }
}
