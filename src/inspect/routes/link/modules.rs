//! The modules of each package, from the files of its library, programs and examples on.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::packages::join;
use super::{
    ConstantNode, Definition, Entry, FunctionNode, ImplementationNode, Key, Module, Named, Owner, Package, Program,
    RulesNode, Text, TraitNode, TypeNode,
};
use crate::inspect::routes::tree::{Invocation, Item, Members, What};
use crate::inspect::routes::{expand, lower};
use crate::inspect::{Files, Sources};

/// How many modules deep files may lie.
const DEEPEST: usize = 64;

/// How many macros are expanded at most.
const MOST_EXPANSIONS: usize = 2_000;

/// Fills a program with the modules of all packages.
pub fn build(program: &mut Program, packages: Vec<Package>, files: &Files, sources: &Sources) {
    program.packages = packages;
    let mut build = Build { program, files, sources, seen: BTreeSet::new(), pending: Vec::new(), calls: Vec::new() };
    for package in 0..build.program.packages.len() {
        if let Some(library) = build.program.packages[package].library.clone() {
            let root = build.root(&library, package);
            build.program.packages[package].root = root;
        }
        for file in build.program.packages[package].programs.clone() {
            let is_loose = build.program.packages[package].name.is_empty();
            if !(is_loose && build.seen.contains(&file)) {
                build.root(&file, package);
            }
        }
    }
    build.expand();
    build.implement();
}

struct Build<'a> {
    program: &'a mut Program,
    files: &'a Files,
    sources: &'a Sources,
    seen: BTreeSet<String>,
    /// Implementations whose types are resolved once all modules are there.
    pending: Vec<usize>,
    /// Macros that are called where items stand.
    calls: Vec<(usize, Invocation)>,
}

/// Where the files of a module's modules are.
#[derive(Clone, Copy)]
struct Folders<'a> {
    /// The folder of the module's file.
    file: &'a str,
    /// The folder of modules within it.
    modules: &'a str,
}

impl Build<'_> {
    /// The module of a file that is the root of a target.
    fn root(&mut self, file: &str, package: usize) -> Option<usize> {
        let module = Module { package, ..Module::default() };
        let id = self.add(module, None);
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        self.fill(id, file, &folder, 0).then_some(id)
    }

    fn add(&mut self, mut module: Module, parent: Option<usize>) -> usize {
        let id = self.program.modules.len();
        module.parent = parent;
        module.root = parent.map_or(id, |parent| self.program.modules[parent].root);
        self.program.modules.push(module);
        id
    }

    /// Puts the items of a file into a module; whether there is such a file.
    fn fill(&mut self, id: usize, file: &str, modules: &str, depth: usize) -> bool {
        self.program.looked_for.insert(file.to_owned());
        let (Some(text), Some(digest)) = (self.files.get(file), self.sources.get(file)) else { return false };
        self.seen.insert(file.to_owned());
        self.program.texts.push(Text { file: file.to_owned(), text: Arc::clone(text), line: None });
        self.program.modules[id].text = self.program.texts.len() - 1;
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.items(id, &digest.routing.items, Folders { file: folder, modules }, depth);
        true
    }

    fn items(&mut self, module: usize, items: &[Item], folders: Folders, depth: usize) {
        for item in items {
            match &item.what {
                What::Module { path, items } => {
                    self.module(module, item, path.as_deref(), items.as_deref(), folders, depth);
                }
                What::Call(call) => self.calls.push((module, call.clone())),
                _ => self.pending.extend(self.program.define(module, item)),
            }
        }
    }

    fn module(
        &mut self,
        parent: usize,
        item: &Item,
        path: Option<&str>,
        items: Option<&[Item]>,
        folders: Folders,
        depth: usize,
    ) {
        if depth > DEEPEST {
            return;
        }
        let mut conditions = self.program.modules[parent].conditions.clone();
        conditions.extend(item.conditions.iter().cloned());
        let Module { text, package, .. } = self.program.modules[parent];
        let id = self.add(Module { text, package, conditions, ..Module::default() }, Some(parent));
        let definition = Definition::Module(id);
        self.program.name(parent, &item.name, definition, Vec::new());
        let inside = join(folders.modules, &item.name);
        if let Some(items) = items {
            let modules = path.map_or(inside, |path| join(folders.modules, path));
            self.items(id, items, Folders { file: &modules, modules: &modules }, depth + 1);
        } else if let Some(path) = path {
            let file = join(folders.file, path);
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            self.fill(id, &file, &folder, depth + 1);
        } else if !self.fill(id, &format!("{inside}.rs"), &inside, depth + 1) {
            self.fill(id, &format!("{inside}/mod.rs"), &inside, depth + 1);
        }
    }

    /// Expands the macros that are called where items stand, and those that they call.
    fn expand(&mut self) {
        while let Some((module, call)) = self.calls.pop() {
            if self.program.expansions >= MOST_EXPANSIONS {
                return;
            }
            let Some(text) = expand::expand(self.program, module, &call) else { continue };
            let Some(made) = lower::made(&text) else { continue };
            let caller = self.program.modules[module].text;
            let place = self.program.place(caller, call.line);
            self.program.texts.push(Text { file: place.file, text: text.into(), line: Some(place.line) });
            let text = self.program.texts.len() - 1;
            let inner = self.program.block(module, text);
            self.items(inner, &made.items, Folders { file: "", modules: "" }, DEEPEST);
            let names = std::mem::take(&mut self.program.modules[inner].names);
            for (name, entries) in names {
                let here = self.program.modules[module].names.entry(name.clone()).or_default();
                here.extend(entries.iter().cloned());
                self.program.modules[inner].names.insert(name, entries);
            }
            self.program.expansions += 1;
        }
    }

    fn implement(&mut self) {
        for id in std::mem::take(&mut self.pending) {
            self.program.implement(id);
        }
    }
}

impl Program {
    /// A module for the items of a block in `module`, or of what a macro made there.
    pub fn block(&mut self, module: usize, text: usize) -> usize {
        let outer = &self.modules[module];
        let block = Module {
            text,
            package: outer.package,
            root: outer.root,
            parent: Some(module),
            is_block: true,
            conditions: outer.conditions.clone(),
            ..Module::default()
        };
        self.modules.push(block);
        self.modules.len() - 1
    }

    fn name(&mut self, module: usize, name: &str, definition: Definition, conditions: Vec<String>) {
        let entry = Entry { conditions, what: Named::Definition(definition) };
        self.modules[module].names.entry(name.to_owned()).or_default().push(entry);
    }

    /// Enters an item that is no module. The number of an implementation is returned, which is to be resolved later.
    pub fn define(&mut self, module: usize, item: &Item) -> Option<usize> {
        let definition = match &item.what {
            What::Import { path, glob: true } => {
                self.modules[module].globs.push(path.clone());
                return None;
            }
            What::Import { path, glob: false } => {
                let entry = Entry { conditions: item.conditions.clone(), what: Named::Import(path.clone()) };
                self.modules[module].names.entry(item.name.clone()).or_default().push(entry);
                return None;
            }
            What::Function(function) => {
                let node = FunctionNode { function: Arc::clone(function), module, owner: Owner::None };
                Definition::Function(add(&mut self.functions, node))
            }
            What::Implementation(implementation) => {
                let id = self.implementations.len();
                let functions = implementation.members.functions.iter().map(|function| {
                    let owner = Owner::Implementation(id);
                    add(&mut self.functions, FunctionNode { function: Arc::clone(function), module, owner })
                });
                let functions = functions.collect();
                self.constants(module, &implementation.members);
                let implementation = Arc::clone(implementation);
                let node = ImplementationNode { module, on: Key::Any, of: None, functions, implementation };
                return Some(add(&mut self.implementations, node));
            }
            What::Trait(definition) => {
                let owner = Owner::Trait(self.traits.len());
                let functions = definition.members.functions.iter().map(|function| {
                    add(&mut self.functions, FunctionNode { function: Arc::clone(function), module, owner })
                });
                let functions = functions.collect();
                self.constants(module, &definition.members);
                let definition = Arc::clone(definition);
                let node = TraitNode { module, functions, definition };
                Definition::Trait(add(&mut self.traits, node))
            }
            What::Constant(constant) => {
                let node = ConstantNode { module, constant: Arc::clone(constant) };
                Definition::Constant(add(&mut self.constants, node))
            }
            What::Alias(of) => Definition::Alias(add(&mut self.aliases, (module, Arc::clone(of)))),
            What::Structure(structure) => {
                let structure = Some(Arc::clone(structure));
                let node = TypeNode { name: item.name.clone(), module, structure, enumeration: None };
                Definition::Type(add(&mut self.types, node))
            }
            What::Enumeration(of) => {
                let node =
                    TypeNode { name: item.name.clone(), module, structure: None, enumeration: Some(Arc::clone(of)) };
                Definition::Type(add(&mut self.types, node))
            }
            What::Rules(bytes) => {
                let node = RulesNode { name: item.name.clone(), module, bytes: bytes.clone() };
                Definition::Rules(add(&mut self.rules, node))
            }
            What::Module { .. } | What::Call(_) => return None,
        };
        self.name(module, &item.name, definition, item.conditions.clone());
        None
    }

    fn constants(&mut self, module: usize, members: &Members) {
        let constants =
            members.constants.iter().map(|(_, constant)| ConstantNode { module, constant: Arc::clone(constant) });
        self.constants.extend(constants);
    }

    /// Finds out what an implementation is on, and of which trait.
    pub fn implement(&mut self, id: usize) {
        let node = &self.implementations[id];
        let (module, implementation) = (node.module, Arc::clone(&node.implementation));
        let on = self.key(&implementation.on, module, &implementation.generics);
        let of = implementation.of.as_ref().and_then(|of| match of {
            super::Type::Path { path, .. } => {
                self.resolve(path, module).into_iter().next().map(|found| found.definition)
            }
            _ => None,
        });
        self.implementations[id].of = of;
        if let Some(on) = on {
            self.implementations[id].on = on.clone();
            self.of_type.entry(on).or_default().push(id);
        }
    }
}

fn add<T>(to: &mut Vec<T>, node: T) -> usize {
    to.push(node);
    to.len() - 1
}
