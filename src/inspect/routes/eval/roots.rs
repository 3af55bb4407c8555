//! Which functions are evaluated: those that make routers, or lead to ones that do, from those on that no other calls.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use super::call::Given;
use super::calls::Calls;
use super::left::Cut;
use super::value::{Typed, Value};
use super::{Entry, Evaluator, Found, MOST_STEPS, relevant, text};
use crate::inspect::routes::link::{Key, Owner};
use crate::inspect::routes::tree::Type;
use crate::inspect::routes::words;

impl Evaluator<'_> {
    /// Evaluates all roots, and puts together what they serve.
    pub fn all(mut self) -> Found {
        let calls = Calls::new(self.program);
        let routers = relevant::routers(self.program);
        self.relevant = relevant::relevant(self.program, &calls, &routers);
        let mut order: Vec<usize> = self.relevant.iter().copied().collect();
        let is_main = |id: &usize| self.program.functions[*id].function.name == "main";
        let mentioned = self.mentioned();
        // Those that name a router come before others, which are many where a workspace is large.
        let named: BTreeSet<usize> = order
            .iter()
            .copied()
            .filter(|&id| relevant::names_router(&self.program.functions[id].function, &routers))
            .collect();
        order.sort_by_key(|id| (!is_main(id), !named.contains(id), mentioned.contains(id), std::cmp::Reverse(*id)));
        let mut runs = Vec::new();
        let mut cuts = Vec::new();
        let mut left = 0;
        for id in order {
            if self.called.contains_key(&id) {
                continue;
            }
            if self.steps >= MOST_STEPS {
                left += usize::from(named.contains(&id));
                continue;
            }
            self.start();
            runs.push((self.run, id));
            self.root(id);
            if let Some(within) = self.cut.take() {
                cuts.push(Cut { run: self.run, root: id, within });
            }
        }
        let constants = self.constant_roots(&routers);
        self.report_cuts(&cuts, &calls, &named, left);
        // A function that was evaluated before one that calls it is no root.
        let mut kept: BTreeSet<usize> = runs
            .iter()
            .filter(|(run, id)| self.called.get(id).is_none_or(|by| by == run))
            .map(|(run, _)| *run)
            .collect();
        kept.extend(constants);
        kept.insert(usize::MAX);
        let silent = runs.iter().filter(|(_, id)| self.is_dispatched(*id)).map(|(run, _)| *run).collect();
        self.found(&kept, &silent)
    }

    /// Whether a function is that of an implementation for everything, and called on what is not known: the calls say so.
    fn is_dispatched(&self, id: usize) -> bool {
        let node = &self.program.functions[id];
        let Owner::Implementation(of) = node.owner else { return false };
        self.program.implementations[of].on == Key::Any && self.dispatched.contains(&node.function.name)
    }

    /// Starts over with what nothing else calls.
    fn start(&mut self) {
        self.run += 1;
        self.steps_of_run = 0;
        self.cut = None;
    }

    /// Evaluates the statics that are routers and that no function names; the runs in which it did.
    fn constant_roots(&mut self, routers: &BTreeSet<u32>) -> Vec<usize> {
        let mut runs = Vec::new();
        for id in 0..self.program.constants.len() {
            let node = &self.program.constants[id];
            let is_router = relevant::mentions(&node.constant.of, routers, 0);
            if is_router && !self.evaluated.contains(&id) && self.steps < MOST_STEPS {
                self.start();
                runs.push(self.run);
                self.frame.module = self.program.constants[id].module;
                self.constant(id, None, "…");
            }
        }
        runs
    }

    /// The functions that matter, by the word of their name.
    pub fn by_word(&self) -> HashMap<u32, Vec<usize>> {
        let mut by_word: HashMap<u32, Vec<usize>> = HashMap::new();
        for &id in &self.relevant {
            let word = words::hash(self.program.functions[id].function.name.as_bytes());
            by_word.entry(word).or_default().push(id);
        }
        by_word
    }

    /// The functions whose name is in the body of another one that matters.
    fn mentioned(&self) -> BTreeSet<usize> {
        let by_word = self.by_word();
        let mut mentioned = BTreeSet::new();
        for &by in &self.relevant {
            for word in &self.program.functions[by].function.words {
                mentioned.extend(by_word.get(word).into_iter().flatten().filter(|&&id| id != by));
            }
        }
        mentioned
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
    fn found(self, kept: &BTreeSet<usize>, silent: &BTreeSet<usize>) -> Found {
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
            .filter(|(run, _)| kept.contains(run) && !silent.contains(run))
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
