//! Which functions render which view.

use std::collections::{BTreeMap, BTreeSet};

use super::{Declared, Renderer};
use crate::inspect::shapes::Types;
use crate::inspect::{Sources, code};

/// Functions calling functions that are followed.
const DEEPEST: usize = 6;

/// A function, by file and number.
type At<'a> = (&'a str, usize);

/// Template → the functions that render it: those that name its struct and render something, themselves or through what they
/// call.
pub fn renders(sources: &Sources, types: &Types, declared: &[Declared]) -> BTreeMap<String, Vec<Renderer>> {
    let graph = Graph::new(sources, types, declared);
    let mut found: BTreeMap<String, Vec<Renderer>> = BTreeMap::new();
    for (file, digest) in sources {
        for (number, function) in digest.code.functions.iter().enumerate() {
            if function.is_test {
                continue;
            }
            let reached = graph.reach((file, number));
            if !reached.renders {
                continue;
            }
            let line = digest.code.source.place(function.at.start).0;
            let name = digest
                .code
                .owner(function)
                .map_or_else(|| function.name.clone(), |of| format!("{of}::{}", function.name));
            for template in reached.named {
                let renderer = Renderer { function: name.clone(), file: file.clone(), line };
                found.entry(template.to_owned()).or_default().push(renderer);
            }
        }
    }
    found
}

struct Graph<'a> {
    /// What each function names, calls and does itself.
    nodes: BTreeMap<At<'a>, Node<'a>>,
}

#[derive(Default)]
struct Node<'a> {
    named: BTreeSet<&'a str>,
    renders: bool,
    calls: Vec<At<'a>>,
}

#[derive(Default)]
struct Reached<'a> {
    named: BTreeSet<&'a str>,
    renders: bool,
}

impl<'a> Graph<'a> {
    fn new(sources: &'a Sources, types: &Types, declared: &'a [Declared]) -> Self {
        let views: BTreeMap<(&str, &str), &str> =
            declared.iter().map(|one| ((one.file.as_str(), one.struct_.as_str()), one.template.as_str())).collect();
        let names: BTreeSet<&str> = declared.iter().map(|one| one.struct_.as_str()).collect();
        let mut nodes = BTreeMap::new();
        for (file, digest) in sources {
            for (number, function) in digest.code.functions.iter().enumerate() {
                let mut node = Node::default();
                for path in capitalised(digest.code.text(&function.body), &names) {
                    let path: Vec<String> = path.split("::").map(ToOwned::to_owned).collect();
                    if let Some((of, type_)) = types.find(file, &path) {
                        node.named.extend(views.get(&(of, type_.name.as_str())));
                    }
                }
                let owner = digest.code.owner(function).unwrap_or_default();
                if digest.code.text(&function.body).contains("Self") {
                    node.named.extend(views.get(&(file.as_str(), owner)));
                }
                for call in &function.calls {
                    let renders = matches!(call.name(), "page" | "fragment" | "component");
                    node.renders |= call.kind == code::Kind::Method && renders;
                    if call.kind == code::Kind::Path {
                        node.calls.extend(local(file, &digest.code, call, &views));
                    }
                }
                nodes.insert((file.as_str(), number), node);
            }
        }
        Self { nodes }
    }

    /// What a function names and does, with what it calls.
    fn reach(&self, from: At<'a>) -> Reached<'a> {
        let mut reached = Reached::default();
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        for _ in 0..DEEPEST {
            for node in std::mem::take(&mut open).iter().filter_map(|at| self.nodes.get(at)) {
                reached.named.extend(&node.named);
                reached.renders |= node.renders;
                open.extend(node.calls.iter().filter(|at| seen.insert(**at)));
            }
        }
        reached
    }
}

/// The functions of the same file that a call may mean. One that belongs to a view's struct is found by the struct's name.
fn local<'a>(
    file: &'a str,
    code: &'a code::Module,
    call: &code::Call,
    views: &BTreeMap<(&str, &str), &str>,
) -> Vec<At<'a>> {
    let path: Vec<&str> = call.callee.split("::").map(str::trim).collect();
    let owner = match path.as_slice() {
        [_] => None,
        [owner, _] => Some(*owner),
        _ => return Vec::new(),
    };
    let is_meant = |function: &code::Function| {
        function.name == call.name()
            && match (owner, code.owner(function)) {
                (None, None) => true,
                (Some("Self"), Some(_)) => true,
                (Some(given), Some(of)) => given == of && !views.contains_key(&(file, of)),
                _ => false,
            }
    };
    let functions = code.functions.iter().enumerate().filter(|(_, function)| is_meant(function));
    functions.map(|(number, _)| (file, number)).collect()
}

/// The paths in a text that end with one of the names, each as it is written.
fn capitalised<'a>(text: &'a str, names: &BTreeSet<&str>) -> Vec<&'a str> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = text.split(|c: char| !is_path(c)).map(|word| word.trim_matches(':'));
    let mut found = Vec::new();
    for word in words {
        // `FormPage::read` names `FormPage`.
        let mut path = word;
        while !path.is_empty() {
            if names.contains(path.rsplit("::").next().unwrap_or(path)) {
                found.push(path);
                break;
            }
            path = path.rsplit_once("::").map_or("", |(before, _)| before);
        }
    }
    found
}
