//! Rust items of which each stands for itself: lines that declare a module or import something may stand in any order.

use std::collections::BTreeMap;

use syn::{Attribute, Item, UseTree};

use super::lines::Region;
use super::lists;
use super::marks::Piece;

/// The `mod` and `use` lines of both sides, sorted where both sides keep them sorted; `None` if there is anything else among them, or
/// they bring the same name twice.
pub fn settle(regions: &[Region], index: usize) -> Option<Vec<Piece>> {
    let region = regions.get(index)?;
    let all = [region.base, region.mine, region.theirs];
    let before = index.checked_sub(1).map_or("", |index| regions[index].mine);
    if !all.iter().all(|text| text.lines().all(|line| name_of(line).is_some())) || has_attribute_last(before) {
        return None;
    }
    let mut text = String::new();
    for piece in lists::settle(region, |line| line)? {
        let Piece::Agreed(line) = piece else { return None };
        text.push_str(&line);
    }
    if declared(&text)?.values().any(|count| *count > 1) {
        return None;
    }
    let after = regions.get(index + 1).map_or("", |region| region.mine);
    let sorted = [region.mine, region.theirs].iter().all(|side| {
        let run = run_before(before).into_iter().chain(side.lines()).chain(run_after(after));
        run.map(sort_key).is_sorted()
    });
    if sorted {
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        lines.sort_by_key(|line| sort_key(line.trim_end()));
        text = lines.concat();
    }
    Some(vec![Piece::Agreed(text)])
}

/// The module or path of a line that declares a module or imports, and does nothing else.
fn name_of(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim().strip_suffix(';')?;
    let bare = match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(") ")?.1,
        None => line.strip_prefix("pub ").unwrap_or(line),
    };
    let item = ["mod ", "use "].into_iter().find_map(|word| Some((word, bare.strip_prefix(word)?)));
    item.filter(|(_, name)| !name.contains([';', '"']) && !name.contains("//"))
}

fn sort_key(line: &str) -> (&str, String) {
    let (word, name) = name_of(line).unwrap_or_default();
    (word, name.replace('{', "\u{7f}"))
}

/// The lines that declare or import at the end of a text.
fn run_before(text: &str) -> Vec<&str> {
    let mut run: Vec<&str> = text.lines().rev().take_while(|line| name_of(line).is_some()).collect();
    run.reverse();
    run
}

fn run_after(text: &str) -> Vec<&str> {
    text.lines().take_while(|line| name_of(line).is_some()).collect()
}

/// Whether a text ends in what belongs to the item that follows.
fn has_attribute_last(text: &str) -> bool {
    let last = text.lines().next_back().unwrap_or_default().trim_start();
    last.starts_with("#[") || last.starts_with("///")
}

/// What chatgen made of a region, less the `mod` and `use` lines that the person has written elsewhere.
pub fn new_to(base: &str, mine: &str, region: &Region) -> Vec<Piece> {
    let has = |text: &str, line: &str| text.lines().any(|other| other == line);
    let mut text = String::new();
    let mut before = "";
    for line in region.theirs.split_inclusive('\n') {
        let bare = line.trim_end();
        let alone = !bare.starts_with(' ') && name_of(bare).is_some() && !has_attribute_last(before);
        if !(alone && has(mine, bare) && !has(base, bare)) {
            text.push_str(line);
        }
        before = line;
    }
    vec![Piece::Agreed(text)]
}

/// A name that the merged text declares or imports more often than either side does.
pub fn declared_twice(mine: &str, theirs: &str, merged: &str) -> Option<String> {
    let (mine, theirs) = (declared(mine)?, declared(theirs)?);
    let most = |name: &(Space, String)| mine.get(name).max(theirs.get(name)).copied().unwrap_or(1);
    let doubled = declared(merged)?.into_iter().find(|(name, count)| *count > most(name));
    doubled.map(|((_, name), _)| name)
}

/// Names in different spaces do not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Types,
    Values,
    Imports,
}

/// How often each name is declared or imported at the top of a file. What is there only under a condition does not count.
fn declared(text: &str) -> Option<BTreeMap<(Space, String), usize>> {
    let mut names = Vec::new();
    for item in &syn::parse_file(text).ok()?.items {
        let (space, attributes, name) = match item {
            Item::Use(item) if is_always(&item.attrs) => {
                imported(&item.tree, &mut names);
                continue;
            }
            Item::Mod(item) => (Space::Types, &item.attrs, &item.ident),
            Item::Struct(item) => (Space::Types, &item.attrs, &item.ident),
            Item::Enum(item) => (Space::Types, &item.attrs, &item.ident),
            Item::Trait(item) => (Space::Types, &item.attrs, &item.ident),
            Item::Type(item) => (Space::Types, &item.attrs, &item.ident),
            Item::Fn(item) => (Space::Values, &item.attrs, &item.sig.ident),
            Item::Const(item) if item.ident != "_" => (Space::Values, &item.attrs, &item.ident),
            Item::Static(item) => (Space::Values, &item.attrs, &item.ident),
            _ => continue,
        };
        if is_always(attributes) {
            names.push((space, name.to_string()));
        }
    }
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    Some(counts)
}

fn is_always(attributes: &[Attribute]) -> bool {
    !attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
}

/// The names that an import brings.
fn imported(tree: &UseTree, names: &mut Vec<(Space, String)>) {
    match tree {
        UseTree::Path(path) => match path.tree.as_ref() {
            UseTree::Name(name) if name.ident == "self" => names.push((Space::Imports, path.ident.to_string())),
            tree => imported(tree, names),
        },
        UseTree::Name(name) if name.ident != "self" => names.push((Space::Imports, name.ident.to_string())),
        UseTree::Rename(rename) if rename.rename != "_" => names.push((Space::Imports, rename.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, names)),
        _ => {}
    }
}
