//! What a path stands for, from where it is written.

use super::{Definition, Entry, Named, Program, known};
use crate::inspect::routes::words;

/// How far imports of imports are followed.
const DEEPEST: usize = 24;

/// One meaning of a path. A name that is defined more than once, each under its condition, has several.
#[derive(Debug, Clone)]
pub struct Resolved {
    pub definition: Definition,
    /// The names behind it that are no items of a module: `new` in `Router::new`.
    pub rest: Vec<String>,
    pub conditions: Vec<String>,
}

impl Resolved {
    fn of(definition: Definition) -> Self {
        Self { definition, rest: Vec::new(), conditions: Vec::new() }
    }
}

impl Program {
    /// The meanings of a path written in a module; none if there is no such thing.
    #[must_use]
    pub fn resolve(&self, path: &[String], module: usize) -> Vec<Resolved> {
        self.deep(path, module, 0)
    }

    fn deep(&self, path: &[String], module: usize, depth: usize) -> Vec<Resolved> {
        let Some((first, mut rest)) = path.split_first() else { return Vec::new() };
        if depth > DEEPEST {
            return Vec::new();
        }
        let mut here = self.not_a_block(module);
        let start = match first.as_str() {
            "crate" | "$crate" => vec![Resolved::of(Definition::Module(self.modules[module].root))],
            "self" | "super" => {
                if first == "super" {
                    here = self.above(here);
                }
                while let Some(("super", further)) =
                    rest.split_first().map(|(first, further)| (first.as_str(), further))
                {
                    (here, rest) = (self.above(here), further);
                }
                vec![Resolved::of(Definition::Module(here))]
            }
            "" => {
                let Some((name, further)) = rest.split_first() else { return Vec::new() };
                rest = further;
                self.package(name, module).into_iter().map(Resolved::of).collect()
            }
            name => self.lexical(name, module, depth),
        };
        start.into_iter().flat_map(|found| self.follow(found, rest, depth)).collect()
    }

    fn not_a_block(&self, mut module: usize) -> usize {
        while let (true, Some(parent)) = (self.modules[module].is_block, self.modules[module].parent) {
            module = parent;
        }
        module
    }

    fn above(&self, module: usize) -> usize {
        self.modules[module].parent.map_or(module, |parent| self.not_a_block(parent))
    }

    /// The rest of a path, from what its first name stands for.
    fn follow(&self, found: Resolved, rest: &[String], depth: usize) -> Vec<Resolved> {
        let mut current = vec![found];
        for (at, name) in rest.iter().enumerate() {
            let mut next = Vec::new();
            for mut found in current {
                match found.definition {
                    Definition::Module(inner) => {
                        for further in self.member(name, inner, depth + 1) {
                            let mut conditions = found.conditions.clone();
                            conditions.extend(further.conditions);
                            next.push(Resolved { conditions, ..further });
                        }
                    }
                    Definition::External(mut path) => {
                        path.push(name.clone());
                        next.push(Resolved { definition: Definition::External(path), ..found });
                    }
                    _ => {
                        found.rest = rest[at..].to_vec();
                        if found.rest.len() > 4 {
                            continue;
                        }
                        return vec![found];
                    }
                }
            }
            current = next;
        }
        current
    }

    /// A name as it is seen from within a module, and its blocks.
    fn lexical(&self, name: &str, module: usize, depth: usize) -> Vec<Resolved> {
        let mut here = module;
        loop {
            let found = self.member(name, here, depth + 1);
            if !found.is_empty() {
                return found;
            }
            match self.modules[here].parent {
                Some(parent) if self.modules[here].is_block => here = parent,
                _ => break,
            }
        }
        self.package(name, module).into_iter().map(Resolved::of).collect()
    }

    /// A name among those of a module, and among what its globs bring.
    fn member(&self, name: &str, module: usize, depth: usize) -> Vec<Resolved> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let node = &self.modules[module];
        let entries = node.names.get(name).into_iter().flatten();
        let own: Vec<Resolved> = entries.flat_map(|entry| self.entry(name, entry, module, depth)).collect();
        if !own.is_empty() {
            return own;
        }
        if node.globs.is_empty() {
            return Vec::new();
        }
        // Modules that take all of each other would ask each other for ever.
        let asked = (module, words::hash(name.as_bytes()));
        if self.asked.borrow().contains(&asked) {
            return Vec::new();
        }
        self.asked.borrow_mut().push(asked);
        let found = self.globbed(name, module, depth);
        self.asked.borrow_mut().pop();
        found
    }

    /// A name among what the globs of a module bring.
    fn globbed(&self, name: &str, module: usize, depth: usize) -> Vec<Resolved> {
        let mut external = Vec::new();
        for glob in &self.modules[module].globs {
            for found in self.deep(glob, module, depth + 2) {
                match found.definition {
                    Definition::Module(inner) if inner != module => {
                        let found = self.member(name, inner, depth + 2);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                    Definition::External(mut path) if known::gives(&path, name) => {
                        path.push(name.to_owned());
                        external.push(Resolved::of(Definition::External(path)));
                    }
                    _ => {}
                }
            }
        }
        external.truncate(1);
        external
    }

    fn entry(&self, name: &str, entry: &Entry, module: usize, depth: usize) -> Vec<Resolved> {
        let found = match &entry.what {
            Named::Definition(definition) => vec![Resolved::of(definition.clone())],
            Named::Import(path) if path.len() == 1 && path[0] == name => {
                self.package(name, module).into_iter().map(Resolved::of).collect()
            }
            Named::Import(path) => self.import(path, module, depth),
        };
        let with = |found: Resolved| {
            let mut conditions = entry.conditions.clone();
            conditions.extend(found.conditions);
            Resolved { conditions, ..found }
        };
        found.into_iter().map(with).collect()
    }

    /// What is imported. A path may begin with a package although the module has a name like it.
    fn import(&self, path: &[String], module: usize, depth: usize) -> Vec<Resolved> {
        let found = self.deep(path, module, depth + 2);
        if !found.is_empty() {
            return found;
        }
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let package = self.package(first, module).into_iter().map(Resolved::of);
        package.flat_map(|found| self.follow(found, rest, depth + 2)).collect()
    }

    /// Another package, by the name that a module's package has for it.
    fn package(&self, name: &str, module: usize) -> Option<Definition> {
        let package = &self.packages[self.modules[module].package];
        let real = package.dependencies.get(name);
        if let Some(root) = real.and_then(|real| self.packages.iter().find(|other| other.name == *real)?.root) {
            return Some(Definition::Module(root));
        }
        let is_name = name.starts_with(|first: char| first.is_lowercase());
        is_name.then(|| {
            let real = real.map_or(name, String::as_str);
            Definition::External(vec![real.replace('-', "_")])
        })
    }
}
