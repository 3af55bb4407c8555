//! What a name in a template stands for.

use std::collections::BTreeMap;
use std::fmt;

/// A value of the context and the way into it: `messages[].author`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    pub root: String,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Attribute(String),
    /// One of a list, by its number where that is written out.
    Item(Option<usize>),
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    Path(Path),
    /// A macro, and the template that has it; none is the template itself.
    Macro(Option<String>, String),
    /// All macros of a template.
    Module(Option<String>),
    /// Something that is not followed.
    Opaque,
}

/// Names and what they stand for.
pub type Names = BTreeMap<String, Symbol>;

impl Path {
    #[must_use]
    pub fn of(root: &str) -> Self {
        Self { root: root.to_owned(), steps: Vec::new() }
    }

    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Whether `other` is this value or a part of it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.root == other.root && other.steps.starts_with(&self.steps)
    }

    /// This path in the terms of whoever included the template: a name that stands for something there is replaced. None if it
    /// stands for something that is not followed.
    #[must_use]
    pub fn seen_from(&self, names: &Names) -> Option<Self> {
        match names.get(&self.root) {
            None => Some(self.clone()),
            Some(Symbol::Path(path)) => {
                let steps = path.steps.iter().chain(&self.steps).cloned().collect();
                Some(Self { root: path.root.clone(), steps })
            }
            Some(_) => None,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.root)?;
        self.steps.iter().try_for_each(|step| match step {
            Step::Attribute(name) => write!(formatter, ".{name}"),
            Step::Item(Some(number)) => write!(formatter, "[{number}]"),
            Step::Item(None) => write!(formatter, "[]"),
        })
    }
}

/// Scopes inside of each other, the outermost first.
#[derive(Debug)]
pub struct Scopes(Vec<Names>);

impl Default for Scopes {
    fn default() -> Self {
        Self(vec![Names::from([("self".to_owned(), Symbol::Opaque)])])
    }
}

impl Scopes {
    pub fn enter(&mut self) {
        self.0.push(Names::new());
    }

    pub fn leave(&mut self) {
        if self.0.len() > 1 {
            self.0.pop();
        }
    }

    pub fn find(&self, name: &str) -> Option<&Symbol> {
        self.0.iter().rev().find_map(|names| names.get(name))
    }

    /// A name that was something else before, in another branch perhaps, is not followed.
    pub fn bind(&mut self, name: &str, symbol: Symbol) {
        if let Some(names) = self.0.last_mut() {
            let symbol = match names.get(name) {
                Some(before) if *before != symbol => Symbol::Opaque,
                _ => symbol,
            };
            names.insert(name.to_owned(), symbol);
        }
    }

    /// Every name that is visible here; with `inner`, only those below the top of the template.
    pub fn visible(&self, inner: bool) -> Names {
        self.0.iter().skip(usize::from(inner)).flatten().map(|(name, symbol)| (name.clone(), symbol.clone())).collect()
    }

    /// What the top of the template has bound.
    pub fn top(mut self) -> Names {
        self.0.swap_remove(0)
    }
}
