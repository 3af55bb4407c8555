//! Files → packages → modules → what each name stands for.

mod known;
mod modules;
mod packages;
mod resolve;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

pub use known::{External, Verb};
pub use packages::{Package, find as packages};
pub use resolve::Resolved;

use super::tree::{Constant, Enumeration, Function, Implementation, Structure, Trait, Type};
use crate::inspect::{Files, Sources};

/// What the items of all packages are, by number.
#[derive(Debug, Default)]
pub struct Program {
    pub texts: Vec<Text>,
    pub packages: Vec<Package>,
    pub modules: Vec<Module>,
    pub functions: Vec<FunctionNode>,
    pub types: Vec<TypeNode>,
    pub traits: Vec<TraitNode>,
    pub constants: Vec<ConstantNode>,
    pub aliases: Vec<(usize, Arc<Type>)>,
    pub rules: Vec<RulesNode>,
    pub implementations: Vec<ImplementationNode>,
    /// The implementations on a type.
    pub of_type: HashMap<Key, Vec<usize>>,
    /// How many macros have been expanded.
    pub expansions: usize,
    /// The files that were looked for, there or not.
    pub looked_for: BTreeSet<String>,
    /// The modules and names that are being looked up among globs.
    asked: RefCell<Vec<(usize, u32)>>,
}

/// A file, or what a macro made of a call in it.
#[derive(Debug)]
pub struct Text {
    pub file: String,
    pub text: Arc<str>,
    /// The line of the call, where a macro made the text.
    pub line: Option<usize>,
}

#[derive(Debug, Default)]
pub struct Module {
    pub text: usize,
    pub package: usize,
    /// The module that `crate` is.
    pub root: usize,
    pub parent: Option<usize>,
    /// Whether it is a block of a function, which sees the names around it.
    pub is_block: bool,
    pub conditions: Vec<String>,
    pub names: HashMap<String, Vec<Entry>>,
    pub globs: Vec<Vec<String>>,
}

/// What a name in a module is.
#[derive(Debug, Clone)]
pub struct Entry {
    pub conditions: Vec<String>,
    pub what: Named,
}

#[derive(Debug, Clone)]
pub enum Named {
    Definition(Definition),
    Import(Vec<String>),
}

/// What a path can stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    Module(usize),
    Function(usize),
    Type(usize),
    Trait(usize),
    Constant(usize),
    Alias(usize),
    Rules(usize),
    /// A path of another package, from the package's name on.
    External(Vec<String>),
}

#[derive(Debug)]
pub struct FunctionNode {
    pub function: Arc<Function>,
    pub module: usize,
    pub owner: Owner,
}

/// What a function is a member of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    None,
    Implementation(usize),
    Trait(usize),
}

#[derive(Debug)]
pub struct TypeNode {
    pub name: String,
    pub module: usize,
    /// Nothing for an enumeration.
    pub structure: Option<Arc<Structure>>,
    pub enumeration: Option<Arc<Enumeration>>,
}

#[derive(Debug)]
pub struct TraitNode {
    pub module: usize,
    pub functions: Vec<usize>,
    pub definition: Arc<Trait>,
}

#[derive(Debug)]
pub struct ConstantNode {
    pub module: usize,
    pub constant: Arc<Constant>,
}

#[derive(Debug)]
pub struct RulesNode {
    pub name: String,
    pub module: usize,
    pub bytes: std::ops::Range<usize>,
}

#[derive(Debug)]
pub struct ImplementationNode {
    pub module: usize,
    pub on: Key,
    pub of: Option<Definition>,
    pub functions: Vec<usize>,
    pub implementation: Arc<Implementation>,
}

/// What an implementation is on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    Local(usize),
    External(String),
    /// A type parameter: everything.
    Any,
}

impl Program {
    /// Links the files of packages.
    #[must_use]
    pub fn link(packages: Vec<Package>, files: &Files, sources: &Sources) -> Self {
        let mut program = Self::default();
        modules::build(&mut program, packages, files, sources);
        program
    }

    /// The key of a type as written in a module.
    #[must_use]
    pub fn key(&self, of: &Type, module: usize, generics: &[super::tree::Generic]) -> Option<Key> {
        match of.bare() {
            Type::Path { of: None, path, .. } => {
                if path.len() == 1 && generics.iter().any(|generic| generic.name == path[0]) {
                    return Some(Key::Any);
                }
                self.resolve(path, module).into_iter().find_map(|found| self.key_of(&found.definition, 0))
            }
            _ => None,
        }
    }

    /// The key of what a path stands for.
    #[must_use]
    pub fn key_of(&self, definition: &Definition, depth: usize) -> Option<Key> {
        match definition {
            Definition::Type(id) => Some(Key::Local(*id)),
            Definition::External(path) => Some(Key::External(External::of(path).key())),
            Definition::Alias(id) if depth < 8 => {
                let (module, of) = &self.aliases[*id];
                let Type::Path { path, .. } = of.bare() else { return None };
                let found = self.resolve(path, *module);
                found.into_iter().find_map(|found| self.key_of(&found.definition, depth + 1))
            }
            _ => None,
        }
    }

    /// What is called `name` among the functions on a type, its own first.
    #[must_use]
    pub fn methods(&self, on: &Key, name: &str) -> Vec<usize> {
        let own = self.members(on, name);
        if !own.is_empty() {
            return own;
        }
        let provided = self.implementations_of(on).filter_map(|implementation| match implementation.of {
            Some(Definition::Trait(id)) => Some(id),
            _ => None,
        });
        let provided = provided.flat_map(|id| &self.traits[id].functions).copied();
        let mut found: Vec<usize> = provided.filter(|&id| self.functions[id].function.name == name).collect();
        if found.is_empty() && *on != Key::Any {
            found = self.methods(&Key::Any, name);
        }
        found
    }

    fn members(&self, on: &Key, name: &str) -> Vec<usize> {
        let functions = self.implementations_of(on).flat_map(|implementation| &implementation.functions).copied();
        functions.filter(|&id| self.functions[id].function.name == name).collect()
    }

    pub fn implementations_of(&self, on: &Key) -> impl Iterator<Item = &ImplementationNode> {
        self.of_type.get(on).into_iter().flatten().map(|&id| &self.implementations[id])
    }

    /// The file and line of a line in a text.
    #[must_use]
    pub fn place(&self, text: usize, line: usize) -> super::Place {
        let text = &self.texts[text];
        super::Place { file: text.file.clone(), line: text.line.unwrap_or(line) }
    }

    /// The text of a module's file.
    #[must_use]
    pub fn text(&self, module: usize) -> Arc<str> {
        Arc::clone(&self.texts[self.modules[module].text].text)
    }
}
