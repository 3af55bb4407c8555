//! Routers as nodes: each change makes a new one out of others, and those that nothing is made of are what a program serves.

use std::rc::Rc;

use super::Evaluator;
use super::value::{Endpoint, Entry, Layer, Value};
use crate::inspect::routes::Place;
use crate::inspect::routes::tree::{Expression, Kind};

/// How many routes one router has at most.
const MOST: usize = 10_000;

#[derive(Debug)]
pub struct Router {
    pub entries: Vec<Rc<Entry>>,
    /// Whether another one is made of it.
    pub is_used: bool,
    /// What it comes from, if a caller that is not here made it.
    pub given: Option<Rc<str>>,
    pub run: usize,
}

impl Evaluator<'_> {
    /// A router without routes.
    pub fn router(&mut self) -> usize {
        self.derive(&[], Vec::new())
    }

    /// A router with these routes, made of others.
    pub fn derive(&mut self, of: &[usize], mut entries: Vec<Rc<Entry>>) -> usize {
        for &id in of {
            if !std::mem::replace(&mut self.routers[id].is_used, true) {
                self.used.push(id);
            }
        }
        if entries.len() > MOST {
            entries.truncate(MOST);
            self.unresolved(1, format!("a router has more than {MOST} routes; the others are left out"));
        }
        let given = of.first().and_then(|&id| self.routers[id].given.clone());
        self.routers.push(Router { entries, is_used: false, given, run: self.run });
        self.routers.len() - 1
    }

    /// Evaluates what nothing is done with. A router that is made of another one's copy is not served then, and that other one still is.
    pub fn dropped(&mut self, expression: &Expression) {
        let (first, used) = (self.routers.len(), self.used.len());
        let Value::Router(id) = self.value(expression) else { return };
        let mut held = Vec::new();
        self.frame.variables.iter().for_each(|(_, value)| value.routers(&mut held));
        if id < first || !is_copy(expression) || held.iter().any(|&id| id >= first) {
            return;
        }
        self.routers[first..].iter_mut().for_each(|router| router.is_used = true);
        for id in self.used.split_off(used).into_iter().filter(|&id| id < first) {
            self.routers[id].is_used = false;
        }
    }

    /// Takes note that what becomes of routers is not served.
    pub fn use_up(&mut self, value: &Value) {
        let mut routers = Vec::new();
        value.routers(&mut routers);
        for id in routers {
            self.routers[id].is_used = true;
        }
    }

    /// The router with further routes.
    pub fn with(&mut self, id: usize, further: impl IntoIterator<Item = Entry>) -> usize {
        let mut entries = self.routers[id].entries.clone();
        entries.extend(further.into_iter().map(Rc::new));
        self.derive(&[id], entries)
    }

    /// A route for each endpoint.
    pub fn entries(&self, endpoints: &[Endpoint], path: &str, condition: Option<&String>, place: &Place) -> Vec<Entry> {
        let entry = |endpoint: &Endpoint| Entry {
            id: endpoint.id,
            method: endpoint.method.clone(),
            path: path.to_owned(),
            handler: Rc::clone(&endpoint.handler),
            place: place.clone(),
            layers: endpoint.layers.clone(),
            conditions: condition.into_iter().chain(&endpoint.conditions).cloned().collect(),
        };
        endpoints.iter().map(entry).collect()
    }

    /// The router with layers around its routes so far.
    pub fn layered(&mut self, id: usize, layers: &[Layer], with_fallback: bool) -> usize {
        let around = |entry: &Rc<Entry>| {
            if entry.method == "FALLBACK" && !with_fallback {
                return Rc::clone(entry);
            }
            let mut entry = Entry::clone(entry);
            entry.layers.extend(layers.iter().cloned());
            Rc::new(entry)
        };
        let entries = self.routers[id].entries.iter().map(around).collect();
        self.derive(&[id], entries)
    }

    /// The routes of another router below a prefix.
    pub fn nested(&self, prefix: &str, other: usize) -> Vec<Entry> {
        let below = |entry: &Rc<Entry>| {
            let mut entry = Entry::clone(entry);
            entry.path = below(prefix, &entry.path);
            entry
        };
        self.routers[other].entries.iter().map(below).collect()
    }

    /// The router whose routes have one more condition, which stands before their own.
    pub fn conditional(&mut self, id: usize, condition: &str) -> usize {
        let entries = self.routers[id].entries.iter().map(|entry| Rc::new(under(entry, condition))).collect();
        self.derive(&[id], entries)
    }
}

/// Whether methods are called on a copy of something.
fn is_copy(mut expression: &Expression) -> bool {
    while let Kind::Method { on, name, .. } = &expression.kind {
        if name == "clone" {
            return true;
        }
        expression = on;
    }
    false
}

/// The entry with one more condition.
pub fn under(entry: &Entry, condition: &str) -> Entry {
    let mut entry = entry.clone();
    if !entry.conditions.iter().any(|known| known == condition) {
        entry.conditions.insert(0, condition.to_owned());
    }
    entry
}

/// A path below a prefix, as axum joins them.
pub fn below(prefix: &str, path: &str) -> String {
    if path == "*" {
        return format!("{}/*", prefix.trim_end_matches('/'));
    }
    if prefix.ends_with('/') {
        return format!("{prefix}{}", path.trim_start_matches('/'));
    }
    if path == "/" { prefix.to_owned() } else { format!("{prefix}{path}") }
}

/// A path with captures as `{id}` and `{*rest}`, of an axum that writes them with colons.
pub fn with_braces(path: &str) -> String {
    let part = |part: &str| match part.split_at_checked(1) {
        Some((":", name)) => format!("{{{name}}}"),
        Some(("*", name)) => format!("{{*{name}}}"),
        _ => part.replace('{', "{{").replace('}', "}}"),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}
