//! Which settings the code asks for.

use std::collections::BTreeSet;

use crate::check::Project;
use crate::inspect::code::{Kind, Module};
use crate::problem::Span;

/// A setting that the code reads.
#[derive(Debug)]
pub struct Asked {
    /// `public_url`.
    pub name: String,
    /// What it is when left out, as written: `1024 * 1024`.
    pub default: String,
    pub file: String,
    pub at: Span,
}

/// What reads a setting, in a generated project.
const READERS: [&str; 4] = ["get", "list", "seconds", "url"];

fn modules<'a>(project: &'a Project) -> impl Iterator<Item = (&'a String, &'a Module)> {
    let own = |path: &str| path == "src/config.rs" || path.starts_with("src/config/");
    project.sources.iter().filter(move |(path, _)| own(path)).map(|(path, digest)| (path, &digest.code))
}

/// `from.get("public_url", …)` in the code of the configuration.
pub(super) fn asked(project: &Project) -> Vec<Asked> {
    let mut found = Vec::new();
    for (file, module) in modules(project) {
        for call in module.functions.iter().filter(|function| !function.is_test).flat_map(|function| &function.calls) {
            let reads =
                call.kind == Kind::Method && READERS.contains(&call.callee.as_str()) && module.receiver(call) == "from";
            let first = call.arguments.first().filter(|_| reads);
            let name = first.and_then(|argument| Some((argument.literal.clone()?, argument.at.clone())));
            found.extend(name.filter(|(name, _)| is_key(name)).map(|(name, at)| Asked {
                name,
                default: module.argument(call, 1).to_owned(),
                file: file.clone(),
                at,
            }));
        }
    }
    found
}

/// Every name that the code might mean as a setting: all texts that look like one, in any part of the project for what
/// begins with the prefix.
pub(super) fn mentioned(project: &Project, prefix: &str) -> BTreeSet<String> {
    let texts = modules(project).flat_map(|(_, module)| texts(module));
    let mut found: BTreeSet<String> = texts.map(|text| text.replace("{PREFIX}", "").to_lowercase()).collect();
    if !prefix.is_empty() {
        let elsewhere = project.sources.values().flat_map(|digest| texts_with(&digest.code, prefix));
        found.extend(elsewhere);
    }
    found.retain(|name| is_key(name));
    found
}

fn texts(module: &Module) -> Vec<&str> {
    let consts = module.consts.iter().filter_map(|one| one.value.literal.as_deref());
    module
        .functions
        .iter()
        .flat_map(|function| function.strings.iter().map(|text| text.value.as_str()))
        .chain(consts)
        .collect()
}

fn texts_with(module: &Module, prefix: &str) -> Vec<String> {
    let names = texts(module).into_iter().filter_map(|text| text.strip_prefix(prefix));
    names.map(str::to_lowercase).collect()
}

fn is_key(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
