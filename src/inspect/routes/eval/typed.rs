//! Routes whose paths are said by their handlers.

use std::rc::Rc;
use std::sync::Arc;

use super::Evaluator;
use super::paths::Meaning;
use super::router::with_braces;
use super::value::{Endpoint, Entry, Target, Typed, Value};
use crate::inspect::routes::link::Verb;
use crate::inspect::routes::tree::{Expression, Pattern, Type};

impl Evaluator<'_> {
    /// `routes(routes!(…))`.
    pub fn documented_routes(&mut self, id: usize, endpoints: &[Endpoint], line: usize) -> Value {
        let place = self.place(line);
        let mut further = Vec::new();
        for endpoint in endpoints {
            let path = endpoint.path.clone().unwrap_or_default();
            further.extend(self.entries(std::slice::from_ref(endpoint), &path, None, &place));
        }
        Value::Router(self.with(id, further))
    }

    /// axum-extra's `typed_get(handler)`: the path is that of the handler's parameter.
    pub fn typed_route(
        &mut self,
        id: usize,
        verb: &Verb,
        values: &[Value],
        expressions: &[Expression],
        line: usize,
    ) -> Value {
        let endpoints = self.endpoints(verb, values, expressions);
        let path = match (values.first(), endpoints.first().map(|endpoint| endpoint.handler.target.clone())) {
            (Some(Value::Closure(closure)), _) => {
                let types = closure.closure.parameters.iter().filter_map(|pattern| match pattern {
                    Pattern::Typed(_, of) => Some(of),
                    _ => None,
                });
                self.typed_path(types, closure.captured.module)
            }
            (_, Some(Target::Function { id, .. })) => {
                let node = &self.program.functions[id];
                let (function, module) = (Arc::clone(&node.function), node.module);
                self.typed_path(function.parameters.iter().map(|(_, of)| of), module)
            }
            _ => None,
        };
        let Some(path) = path else {
            let written = expressions.first().map(|handler| self.written(handler)).unwrap_or_default();
            self.unresolved(line, format!("no parameter of `{written}` is known to have a `#[typed_path(…)]`"));
            return Value::Router(id);
        };
        let package = self.program.modules[self.frame.module].package;
        let path = if self.program.packages[package].has_colons { with_braces(&path) } else { path };
        let place = self.place(line);
        let further: Vec<Entry> = self.entries(&endpoints, &path, None, &place);
        Value::Router(self.with(id, further))
    }

    /// The path of the first of the types that has one.
    fn typed_path<'t>(&mut self, mut types: impl Iterator<Item = &'t Type>, module: usize) -> Option<String> {
        types.find_map(|of| {
            let of = Typed { module, of: Rc::new(of.clone()) };
            match self.associated(&of, "PATH") {
                Meaning::Value(Value::Text(path)) => Some(path.to_string()),
                Meaning::Constant { id, on } => match self.constant(id, on, "PATH") {
                    Value::Text(path) => Some(path.to_string()),
                    _ => None,
                },
                _ => None,
            }
        })
    }
}
