//! Routers behind something unknown: their routes stay, and where more may be added is said.

use std::rc::Rc;

use super::Evaluator;
use super::call::Given;
use super::value::{Typed, Unknown, Value};
use crate::inspect::routes::link::{External, Key};
use crate::inspect::routes::tree::{Block, Type};
use crate::inspect::routes::{Place, Unresolved};

/// Methods by which routes are added to a router.
const ADDING: &[&str] = &[
    "route",
    "api_route",
    "route_service",
    "routes",
    "nest",
    "nest_service",
    "nest_api_service",
    "merge",
    "layer",
    "route_layer",
    "fallback",
    "fallback_service",
];

impl Evaluator<'_> {
    /// The router that something unknown has to be, where a method that adds routes is called on it.
    pub fn router_of_method(
        &mut self,
        unknown: &Unknown,
        name: &str,
        arguments: &[Value],
        line: usize,
    ) -> Option<usize> {
        let is_plain = match arguments {
            [Value::Methods(_)] => name == "routes",
            [Value::Router(_)] => name == "merge",
            [_, Value::Methods(_)] => matches!(name, "route" | "api_route"),
            [_, Value::Router(_)] => name.starts_with("nest"),
            _ => false,
        };
        let is_router = || unknown.of.as_ref().is_some_and(|of| self.holds_router(of));
        if !ADDING.contains(&name) || !(is_plain || !unknown.routers.is_empty() || is_router()) {
            return None;
        }
        let place = self.place(line);
        Some(self.recovered(unknown, place))
    }

    /// A function's result, which is a router by its type even if nothing else is known of it.
    pub fn as_router(&mut self, value: Value, of: &Type, block: &Block, line: usize) -> Value {
        let value = self.converted(value, of);
        let Value::Unknown(unknown) = &value else { return value };
        // Behind `!` nothing comes, and `…` is said where it is used.
        if matches!(unknown.text.as_str(), "!" | "…") && unknown.routers.is_empty() {
            return value;
        }
        let of = self.typed(of);
        if !self.holds_router(&of) {
            return value;
        }
        let place = self.place(block.value.as_ref().map_or(line, |value| value.line));
        Value::Router(self.recovered(unknown, place))
    }

    /// An object where a router is wanted: what the project's `From` makes of it.
    pub fn converted(&mut self, value: Value, of: &Type) -> Value {
        let router = self.typed(of);
        if matches!(value, Value::Object(_)) && self.holds_router(&router) { self.made_router(value) } else { value }
    }

    /// What the project's `From` makes of an object where a router is wanted.
    pub fn made_router(&mut self, value: Value) -> Value {
        let Value::Object(object) = &value else { return value };
        let Some(from) = object.of.as_ref().and_then(|of| self.key(of)) else { return value };
        let made = self.program.methods(&Key::External("Router".to_owned()), "from").into_iter().find(|&id| {
            let node = &self.program.functions[id];
            let first = node.function.parameters.first();
            first.is_some_and(|(_, of)| {
                self.key(&Typed { module: node.module, of: Rc::new(of.clone()) }).as_ref() == Some(&from)
            })
        });
        let Some(id) = made else { return value };
        let given = Given { values: vec![value], expressions: &[], types: Vec::new(), line: self.line };
        self.function(id, None, given)
    }

    /// A router with the routes that went into something unknown, which may add others.
    pub fn recovered(&mut self, unknown: &Unknown, place: Place) -> usize {
        if unknown.text != "Default::default()" {
            let Place { file, line } = unknown.place.clone().unwrap_or(place);
            let reason = match unknown.routers.is_empty() {
                true => format!("the router `{}` is not known; what it has is not listed", unknown.text),
                false => format!("`{}` is not known; what it adds to the router is not listed", unknown.text),
            };
            self.unresolved.push((self.run, Unresolved { file, line, reason }));
        }
        let mut routers = unknown.routers.clone();
        routers.dedup();
        let entries = routers.iter().flat_map(|&id| self.routers[id].entries.iter().map(Rc::clone)).collect();
        self.derive(&routers, entries)
    }

    /// Whether a type is that of a router, or of a result that is one.
    fn holds_router(&self, of: &Typed) -> bool {
        let mut inner: &Type = &of.of;
        for _ in 0..8 {
            match inner.bare() {
                Type::Path { path, arguments, .. }
                    if matches!(path.last().map(String::as_str), Some("Result")) && !arguments.is_empty() =>
                {
                    inner = &arguments[0];
                }
                _ => break,
            }
        }
        let of = Typed { module: of.module, of: Rc::new(inner.clone()) };
        self.external(&of) == Some(External::Router)
    }

    /// Says that routes which come from outside of all that is read are not listed.
    pub fn report_given(&mut self, router: usize, written: &str, line: usize) {
        if let Some(name) = self.routers[router].given.clone() {
            let whose = if *name == *written { String::new() } else { format!(", which `{name}` gives") };
            self.unresolved(
                line,
                format!("the router `{written}`{whose} is not known: it comes from a caller that is not here"),
            );
        }
    }
}
