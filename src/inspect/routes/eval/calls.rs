//! Which function can call which, by the words of their bodies: every call that there is, and few others.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::inspect::routes::link::{Definition, Named, Owner, Program};
use crate::inspect::routes::words;

/// Methods that lists, maps and the like have as well, so that their name alone says nothing.
const COMMON: &[&str] = &[
    "add",
    "append",
    "as_str",
    "clone",
    "close",
    "collect",
    "contains",
    "contains_key",
    "decode",
    "drop",
    "encode",
    "entry",
    "eq",
    "err",
    "execute",
    "extend",
    "filter",
    "find",
    "first",
    "flush",
    "fmt",
    "from_str",
    "get",
    "get_mut",
    "hash",
    "id",
    "insert",
    "into",
    "is_empty",
    "iter",
    "join",
    "key",
    "last",
    "len",
    "map",
    "name",
    "next",
    "parse",
    "poll",
    "pop",
    "push",
    "read",
    "remove",
    "replace",
    "run",
    "send",
    "set",
    "spawn",
    "split",
    "start",
    "take",
    "to_string",
    "try_from",
    "try_into",
    "update",
    "value",
    "wait",
    "write",
];

/// What calls can be made.
#[derive(Debug)]
pub struct Calls {
    /// The packages that each depends on, and itself.
    packages: Vec<BTreeSet<usize>>,
    /// The names of the modules in which something of a name is to be found.
    modules: HashMap<u32, BTreeSet<u32>>,
    common: HashSet<u32>,
}

impl Calls {
    pub fn new(program: &Program) -> Self {
        let mut modules: HashMap<u32, BTreeSet<u32>> = HashMap::new();
        for module in &program.modules {
            for (name, entries) in &module.names {
                for entry in entries {
                    let Named::Definition(Definition::Module(inner)) = entry.what else { continue };
                    let word = words::hash(name.as_bytes());
                    for inside in program.modules[inner].names.keys() {
                        modules.entry(words::hash(inside.as_bytes())).or_default().insert(word);
                    }
                }
            }
        }
        let common = COMMON.iter().map(|name| words::hash(name.as_bytes())).collect();
        Self { packages: packages(program), modules, common }
    }

    /// Whether the body of `by`, which has the name of `on` in it, may call it.
    pub fn may(&self, program: &Program, by: usize, on: usize) -> bool {
        let (caller, called) = (&program.functions[by], &program.functions[on]);
        let package = |module: usize| program.modules[module].package;
        if !self.packages[package(caller.module)].contains(&package(called.module)) {
            return false;
        }
        let has = |word: u32| caller.function.words.binary_search(&word).is_ok();
        let word = words::hash(called.function.name.as_bytes());
        match called.owner {
            Owner::None => {
                caller.module == called.module
                    || self.sees(program, caller.module, &called.function.name)
                    || self.modules.get(&word).into_iter().flatten().any(|&module| has(module))
                    || package(caller.module) != package(called.module)
            }
            Owner::Implementation(id) if called.function.receiver.is_none() => {
                let implementation = &program.implementations[id].implementation;
                let name = implementation.on.name().map(|name| words::hash(name.as_bytes()));
                implementation.of.is_some() || name.is_none_or(has) || has(words::hash(b"Self"))
            }
            _ => called.function.receiver.is_none() || !self.common.contains(&word),
        }
    }

    /// Whether a name is one of a module's own or imported ones, or those of the blocks around it.
    fn sees(&self, program: &Program, module: usize, name: &str) -> bool {
        let mut here = Some(module);
        while let Some(id) = here {
            let node = &program.modules[id];
            if node.names.contains_key(name) || !node.globs.is_empty() {
                return true;
            }
            here = node.parent.filter(|_| node.is_block);
        }
        false
    }
}

/// The packages that each depends on by others too, and itself.
fn packages(program: &Program) -> Vec<BTreeSet<usize>> {
    let by_name: HashMap<&str, usize> =
        program.packages.iter().enumerate().map(|(id, package)| (package.name.as_str(), id)).collect();
    let all = program.packages.iter().enumerate().map(|(id, _)| {
        let mut reached = BTreeSet::from([id]);
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let names = program.packages[id].dependencies.values();
            let next = names.filter_map(|name| by_name.get(name.as_str()).copied());
            pending.extend(next.filter(|&next| reached.insert(next)).collect::<Vec<_>>());
        }
        reached
    });
    all.collect()
}
