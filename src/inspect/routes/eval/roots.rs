//! Which functions are evaluated: those that make routers, or lead to ones that do, from those on that no other calls.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::call::Given;
use super::value::{Typed, Value};
use super::{Entry, Evaluator, Found, text};
use crate::inspect::routes::link::{External, Owner, Program};
use crate::inspect::routes::tree::Type;
use crate::inspect::routes::words;

impl Evaluator<'_> {
    /// Evaluates all roots, and puts together what they serve.
    pub fn all(mut self) -> Found {
        self.relevant = relevant(self.program);
        let mut order: Vec<usize> = self.relevant.iter().copied().collect();
        let is_main = |id: &usize| self.program.functions[*id].function.name == "main";
        order.sort_by_key(|id| (!is_main(id), self.is_mentioned(*id), std::cmp::Reverse(*id)));
        let mut runs = Vec::new();
        for id in order {
            if self.called.contains_key(&id) {
                continue;
            }
            self.run += 1;
            self.steps_of_run = 0;
            runs.push((self.run, id));
            self.root(id);
        }
        // A function that was evaluated before one that calls it is no root.
        let kept: BTreeSet<usize> = runs
            .iter()
            .filter(|(run, id)| self.called.get(id).is_none_or(|by| by == run))
            .map(|(run, _)| *run)
            .collect();
        self.found(&kept)
    }

    /// Whether another function that matters has the name in its body.
    fn is_mentioned(&self, id: usize) -> bool {
        let word = words::hash(self.program.functions[id].function.name.as_bytes());
        let other = |&other: &usize| other != id && words::has(&self.program.functions[other].function.words, word);
        self.relevant.iter().any(other)
    }

    fn root(&mut self, id: usize) {
        let node = &self.program.functions[id];
        let (function, module, owner) = (Arc::clone(&node.function), node.module, node.owner);
        let generics: Vec<String> = function.generics.iter().map(|generic| generic.name.clone()).collect();
        let on = match owner {
            Owner::Implementation(implementation) => {
                let node = &self.program.implementations[implementation];
                Some(Typed { module: node.module, of: Rc::new(node.implementation.on.clone()) })
            }
            _ => None,
        };
        self.frame.module = module;
        let receiver = function.receiver.map(|_| match &on {
            Some(on) => self.given("self", on.clone()),
            None => Value::unknown("self"),
        });
        let mut values = Vec::new();
        for (pattern, of) in &function.parameters {
            let text = name(pattern);
            let is_generic =
                matches!(of.bare(), Type::Path { path, .. } if path.len() == 1 && generics.contains(&path[0]));
            values.push(match is_generic {
                true => Value::unknown(text),
                false => {
                    let of = Typed { module, of: Rc::new(of.clone()) };
                    self.given(&text, of)
                }
            });
        }
        let given = Given { values, expressions: &[], types: Vec::new(), line: function.line };
        self.invoke(id, on, receiver, given);
    }

    /// The routes of the routers that nothing else is made of.
    fn found(self, kept: &BTreeSet<usize>) -> Found {
        let mut found = Found::default();
        let mut seen: BTreeMap<(String, String, String, usize, String), usize> = BTreeMap::new();
        for router in self.routers.iter().filter(|router| !router.is_used && kept.contains(&router.run)) {
            for entry in &router.entries {
                let condition = entry.conditions.join(" and ");
                let Entry { method, path, handler, place, .. } = &**entry;
                let key = (place.file.clone(), method.clone(), path.clone(), place.line, handler.text.clone());
                match seen.get(&key) {
                    // The same route in two programs: what has to hold in only one of them need not hold.
                    Some(&at) => {
                        let known: &mut Rc<Entry> = &mut found.entries[at];
                        if known.conditions.join(" and ") != condition && condition.is_empty() {
                            *known = Rc::clone(entry);
                        }
                    }
                    None => {
                        seen.insert(key, found.entries.len());
                        found.entries.push(Rc::clone(entry));
                    }
                }
            }
        }
        found.unresolved = self
            .unresolved
            .into_iter()
            .filter(|(run, _)| kept.contains(run))
            .map(|(_, unresolved)| unresolved)
            .collect();
        found
    }
}

fn name(pattern: &crate::inspect::routes::tree::Pattern) -> String {
    use crate::inspect::routes::tree::Pattern;
    match pattern {
        Pattern::Name(name, _) => name.clone(),
        Pattern::Variant { parts, .. } => parts.first().map_or_else(|| "…".to_owned(), name),
        _ => text::one_line("…"),
    }
}

/// The functions whose body names a router, or something whose body does, and so on.
fn relevant(program: &Program) -> BTreeSet<usize> {
    let mut wanted: BTreeSet<u32> =
        ["Router", "OpenApiRouter", "ApiRouter"].iter().map(|word| words::hash(word.as_bytes())).collect();
    for module in &program.modules {
        for (name, entries) in &module.names {
            let is_router = entries.iter().any(|entry| match &entry.what {
                crate::inspect::routes::link::Named::Import(path) => External::of(path) == External::Router,
                crate::inspect::routes::link::Named::Definition(crate::inspect::routes::link::Definition::Alias(
                    id,
                )) => {
                    matches!(program.aliases[*id].1.name(), Some("Router" | "OpenApiRouter" | "ApiRouter"))
                }
                _ => false,
            });
            if is_router {
                wanted.insert(words::hash(name.as_bytes()));
            }
        }
    }
    let mut relevant = BTreeSet::new();
    loop {
        let mut names = BTreeSet::new();
        for (id, node) in program.functions.iter().enumerate() {
            if relevant.contains(&id) {
                continue;
            }
            let function = &node.function;
            let is_typed = function.parameters.iter().map(|(_, of)| of).chain([&function.output]).any(|of| {
                matches!(of.bare().name(), Some("Router" | "OpenApiRouter" | "ApiRouter"))
                    || of.bare().name().is_some_and(|name| wanted.contains(&words::hash(name.as_bytes())))
            });
            if is_typed && function.body.is_some() || function.words.iter().any(|word| wanted.contains(word)) {
                relevant.insert(id);
                names.insert(id);
            }
        }
        if names.is_empty() {
            return relevant;
        }
        for id in names {
            let name = &program.functions[id].function.name;
            if name != "new" && name != "default" && name != "from" && name != "main" {
                wanted.insert(words::hash(name.as_bytes()));
            } else if let Owner::Implementation(of) = program.functions[id].owner
                && let Some(name) = program.implementations[of].implementation.on.name()
            {
                wanted.insert(words::hash(name.as_bytes()));
            }
        }
    }
}
