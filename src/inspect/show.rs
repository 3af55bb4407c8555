//! One view, whole.

use schemars::JsonSchema;
use serde::Serialize;

use super::events::Event;
use super::handlers::{Binding, Directive, Unbound, handlers};
use super::pages::Pages;
use super::templates::CallKind;
use super::templates::demands::{demands, lineage};
use super::views::View;
use crate::names::did_you_mean;

/// Everything about a view.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Shown {
    #[serde(flatten)]
    pub view: View,
    /// What the template takes from its fields, with all that it extends and includes.
    pub uses: Vec<String>,
    /// Fields of its own that no template uses.
    pub unused: Vec<String>,
    /// Blocks that the templates around it have, and whether it fills them.
    pub blocks: Vec<Filled>,
    /// Macros that it calls.
    pub components: Vec<String>,
    pub forms: Vec<Binding>,
    pub links: Vec<Binding>,
    pub directives: Vec<Directive>,
    pub events: Vec<Event>,
    pub unhandled: Vec<Unbound>,
    pub unsent: Vec<Unbound>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Filled {
    pub name: String,
    pub filled: bool,
}

/// The views that a person means: by name, template, struct, route or the name of a view in chat.toml.
///
/// # Errors
/// What they may have meant.
pub fn find<'a>(pages: &'a Pages, wanted: &str) -> Result<&'a View, Vec<String>> {
    let views = pages.views();
    let name = wanted.trim_start_matches("./");
    let name = name.strip_prefix("templates/").unwrap_or(name);
    let by_name = views.iter().find(|view| view.name == name || view.template == name);
    if let Some(view) = by_name {
        return Ok(view);
    }
    let path = wanted.split_once(' ').map_or(wanted, |(_, path)| path);
    let shows = |view: &&View| view.routes.iter().any(|route| route.path == path);
    let several: Vec<&View> = match views.iter().filter(|view| view.struct_ == wanted).collect::<Vec<_>>() {
        found if !found.is_empty() => found,
        _ => views.iter().filter(shows).collect(),
    };
    let get = |view: &&&View| view.routes.iter().any(|route| route.path == path && route.method == "GET");
    match (several.as_slice(), several.iter().find(get)) {
        ([one], _) | (_, Some(one)) => return Ok(one),
        ([], None) => {}
        _ => return Err(several.iter().map(|view| view.name.clone()).collect()),
    }
    // `notes` is the list of notes.
    let folder = name.trim_end_matches('/').replace('-', "_");
    let in_folder: Vec<&View> = views.iter().filter(|view| view.name.split('/').next() == Some(&folder)).collect();
    if let Some(list) = in_folder.iter().find(|view| view.name == format!("{folder}/list")) {
        return Ok(list);
    }
    if !in_folder.is_empty() {
        return Err(in_folder.iter().map(|view| view.name.clone()).collect());
    }
    let names: Vec<&str> = views.iter().flat_map(|view| [view.name.as_str(), &view.template, &view.struct_]).collect();
    Err(did_you_mean(name, &names).map(ToOwned::to_owned).into_iter().collect())
}

/// Everything about one view.
#[must_use]
pub fn show(pages: &Pages, view: &View) -> Shown {
    let demands = demands(pages.templates(), &view.template);
    let mut uses: Vec<String> = demands.iter().map(|demand| demand.path.to_string()).collect();
    uses.sort();
    uses.dedup();
    let is_used = |name: &str| demands.iter().any(|demand| demand.path.root == name);
    let own = view.fields.iter().filter(|field| field.of.is_none());
    let unused = own.filter(|field| !is_used(&field.name)).map(|field| field.name.clone()).collect();
    let lineage = lineage(pages.templates(), &view.template);
    let (first, above) = lineage.split_first().map_or((None, [].as_slice()), |(first, above)| (Some(*first), above));
    let fills = |name: &str| first.is_some_and(|template| template.blocks.iter().any(|block| block.name == name));
    let blocks = above.iter().flat_map(|template| &template.blocks);
    let blocks = blocks.map(|block| Filled { name: block.name.clone(), filled: fills(&block.name) }).collect();
    let mut components: Vec<String> = first
        .iter()
        .flat_map(|template| &template.calls)
        .filter(|call| call.kind == CallKind::Macro)
        .map(|call| call.name.clone())
        .collect();
    components.sort();
    components.dedup();
    let bound = first.map(|template| handlers(pages, template));
    let (bindings, directives, unhandled, unsent) =
        bound.map_or_else(Default::default, |bound| (bound.bindings, bound.directives, bound.unhandled, bound.unsent));
    let (links, forms) = bindings.into_iter().partition(|binding| binding.kind == super::bindings::Kind::Link);
    let here = first.map_or("", |template| template.path.as_str());
    let events = pages.events().iter().filter(|event| event.pages.iter().any(|place| place.file == here));
    Shown {
        view: view.clone(),
        uses,
        unused,
        blocks,
        components,
        forms,
        links,
        directives,
        events: events.cloned().collect(),
        unhandled,
        unsent,
    }
}
