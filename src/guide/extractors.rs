//! The extractors that a project has of its own.

use super::{Guide, Item, Part};
use crate::inspect::Sources;
use crate::inspect::code::Module;

/// Adds each type that can be taken from a request and is not on the page yet.
pub fn add_own(guide: &mut Guide, sources: &Sources) {
    let known: Vec<&str> = guide.parts.iter().flat_map(|part| &part.items).map(|item| item.name.as_str()).collect();
    let found = sources.iter().filter(|(path, _)| path.starts_with("src/"));
    let items: Vec<Item> = found
        .flat_map(|(path, digest)| {
            let of = extractors(&digest.code);
            of.into_iter().map(move |(name, about)| Item { name, about, file: Some(path.clone()), ..Item::default() })
        })
        .filter(|item| !known.contains(&item.name.as_str()))
        .collect();
    if !items.is_empty() {
        guide.parts.push(Part { title: "The project's own extractors".to_owned(), items });
    }
}

/// The name of each extractor in a file, and what its documentation says first.
fn extractors(module: &Module) -> Vec<(String, String)> {
    let is_extractor = |name: &str| name.starts_with("FromRequestParts") || name.starts_with("FromRequest<");
    let of = module.impls.iter().filter(|of| of.trait_.as_deref().is_some_and(is_extractor));
    of.map(|of| (of.type_.clone(), documentation(module, &of.type_))).collect()
}

fn documentation(module: &Module, name: &str) -> String {
    let type_ = module.types.iter().find(|type_| type_.name == name);
    let said = type_.and_then(|type_| type_.attributes.iter().find(|attribute| attribute.path == "doc"));
    said.map(|said| said.arguments.trim().trim_matches('"').trim().to_owned()).unwrap_or_default()
}
