//! What a template asks its context for, with all the templates that it is made of.

use std::collections::BTreeSet;

use super::{Inside, Names, Other, OtherKind, Path, Symbol, Template, Templates, Use};

/// Templates in templates that are followed.
const DEEPEST: usize = 12;

/// Something that a template asks the context for.
#[derive(Debug)]
pub struct Demand<'a> {
    /// The template that it stands in.
    pub template: &'a Template,
    pub use_: &'a Use,
    /// What it is in the context; `use_` has it in the words of its template.
    pub path: Path,
}

/// What the context of a template has to give, in the order of its parts.
#[must_use]
pub fn demands<'a>(templates: &'a Templates, name: &str) -> Vec<Demand<'a>> {
    let mut collector = Collector { templates, found: Vec::new() };
    collector.inherited(name, &Names::new(), None, 0);
    collector.found
}

/// The template and those that it extends, the outermost last.
#[must_use]
pub fn lineage<'a>(templates: &'a Templates, name: &str) -> Vec<&'a Template> {
    let mut lineage: Vec<&Template> = Vec::new();
    let mut next = templates.get(name);
    while let Some(template) = next.filter(|template| !lineage.iter().any(|one| one.name == template.name)) {
        lineage.push(template);
        next = template.parent().and_then(|parent| templates.get(parent));
    }
    lineage
}

/// The template and every one that is shown with it: those that it extends, includes and takes macros from.
#[must_use]
pub fn parts<'a>(templates: &'a Templates, name: &str) -> Vec<&'a Template> {
    let mut parts: Vec<&Template> = Vec::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        let Some(template) =
            templates.get(name).filter(|template| !parts.iter().any(|part| part.name == template.name))
        else {
            continue;
        };
        parts.push(template);
        open.extend(template.others.iter().rev().filter_map(|other| other.name.as_deref()));
    }
    parts
}

struct Collector<'a> {
    templates: &'a Templates,
    found: Vec<Demand<'a>>,
}

impl<'a> Collector<'a> {
    /// A template and those that it extends: each sees what those before it set, and blocks that are replaced are not shown.
    fn inherited(&mut self, name: &str, names: &Names, macros: Option<&BTreeSet<&str>>, depth: usize) {
        let lineage = lineage(self.templates, name);
        let mut names = names.clone();
        for (number, template) in lineage.iter().enumerate() {
            let (below, above) = (&lineage[..number], &lineage[number + 1..]);
            let shown = |inside: &Inside| inside.block.as_deref().is_none_or(|block| !is_replaced(below, block));
            for use_ in template.uses.iter().filter(|use_| shown(&use_.inside)) {
                let wanted = macros.is_none_or(|macros| match &use_.inside.macro_ {
                    Some(name) => macros.contains(name.as_str()),
                    None => true,
                });
                if wanted
                    && !given_by_place(above, use_)
                    && let Some(path) = use_.path.seen_from(&names)
                {
                    self.found.push(Demand { template, use_, path });
                }
            }
            for other in template.others.iter().filter(|other| shown(&other.inside)) {
                self.other(template, other, &names, depth);
            }
            let set = template.names.iter().map(|(name, symbol)| (name.clone(), seen(symbol, &names)));
            let set: Names = set.collect();
            names.extend(set);
        }
    }

    fn other(&mut self, template: &Template, other: &Other, names: &Names, depth: usize) {
        let Some(name) = &other.name else { return };
        if depth >= DEEPEST || other.kind == OtherKind::Extends {
            return;
        }
        let mut inner = names.clone();
        inner.extend(other.names.iter().map(|(name, symbol)| (name.clone(), seen(symbol, names))));
        if other.kind == OtherKind::Include {
            return self.inherited(name, &inner, None, depth + 1);
        }
        let Some(imported) = self.templates.get(name) else { return };
        let mut called: BTreeSet<&str> = other.macros.iter().map(|(name, _)| name.as_str()).collect();
        if called.is_empty() {
            let here = template.calls.iter().filter(|call| call.of.as_deref() == Some(name));
            called.extend(here.map(|call| call.name.as_str()));
        }
        let called = reached(imported, called);
        self.inherited(name, &inner, Some(&called), depth + 1);
    }
}

/// The macros, and those of the same template that they call.
fn reached<'a>(template: &'a Template, mut macros: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    loop {
        let calls = template.calls.iter().filter(|call| call.of.is_none());
        let from = calls.filter(|call| call.inside.macro_.as_deref().is_some_and(|name| macros.contains(name)));
        let more: Vec<&str> = from.map(|call| call.name.as_str()).filter(|name| !macros.contains(name)).collect();
        if more.is_empty() {
            return macros;
        }
        macros.extend(more);
    }
}

fn is_replaced(below: &[&Template], block: &str) -> bool {
    let replaces = |template: &&Template| template.blocks.iter().any(|one| one.name == block && !one.uses_super);
    below.iter().any(replaces)
}

/// Whether the place of a block, in a template above, gives the name.
fn given_by_place(above: &[&Template], use_: &Use) -> bool {
    let Some(block) = &use_.inside.block else { return false };
    let blocks = above.iter().flat_map(|template| &template.blocks).filter(|one| one.name == *block);
    blocks.into_iter().any(|one| one.names.contains(&use_.path.root))
}

/// What a symbol of an inner template stands for outside of it.
fn seen(symbol: &Symbol, names: &Names) -> Symbol {
    match symbol {
        Symbol::Path(path) => path.seen_from(names).map_or(Symbol::Opaque, Symbol::Path),
        other => other.clone(),
    }
}
