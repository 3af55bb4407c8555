//! Completion of names.

use rmcp::model::{CompleteRequestParams, CompletionInfo, Reference};

use super::Context;
use super::present::{Kind, names};
use super::{prompts, resources};

/// The names that begin with what was typed, or else contain it; nothing for arguments that are free text.
#[must_use]
pub fn complete(wanted: &CompleteRequestParams, context: &Context) -> CompletionInfo {
    let argument = wanted.argument.name.as_str();
    let is_known = match &wanted.r#ref {
        Reference::Prompt(prompt) => prompts::has(&prompt.name, argument),
        Reference::Resource(resource) => resources::templates()
            .iter()
            .any(|template| template.uri_template == resource.uri && template.name == argument),
        _ => false,
    };
    let kind = Kind::of(argument).filter(|_| is_known);
    let names = kind.map(|kind| names(kind, context)).unwrap_or_default();
    let typed = wanted.argument.value.to_lowercase();
    let (mut first, rest): (Vec<String>, Vec<String>) = names
        .into_iter()
        .filter(|name| name.to_lowercase().contains(&typed))
        .partition(|name| name.to_lowercase().starts_with(&typed));
    first.extend(rest);
    let total = first.len();
    first.truncate(CompletionInfo::MAX_VALUES);
    let has_more = first.len() < total;
    CompletionInfo::with_pagination(first, u32::try_from(total).ok(), has_more).unwrap_or_default()
}
