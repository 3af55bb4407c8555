//! Methods of routers.

use std::rc::Rc;

use super::Evaluator;
use super::router::with_braces;
use super::text::texts;
use super::value::{Endpoint, Entry, Handler, Target, Value};
use crate::inspect::routes::link::Verb;
use crate::inspect::routes::tree::Expression;

/// Methods that leave a router's routes as they are.
const SAME: &[&str] = &[
    "with_state",
    "clone",
    "into",
    "into_make_service",
    "into_make_service_with_connect_info",
    "into_service",
    "as_service",
    "boxed",
    "without_v07_checks",
    "method_not_allowed_fallback",
    "reset_fallback",
    "unwrap",
    "expect",
    "as_ref",
    "as_mut",
    "by_ref",
    "finish_api",
    "finish_api_with",
    "with_path_items",
    "to_owned",
    "borrow",
    "borrow_mut",
    "lock",
    "into_inner",
    "ok",
    "map_err",
    "context",
    "with_context",
    "unwrap_or_default",
    "fallback_endpoint",
    "into_axum_router",
    "default_layer",
];

/// Methods whose result is no router: requests that are sent to it, its document.
const NONE: &[&str] = &[
    "oneshot",
    "call",
    "ready",
    "poll_ready",
    "get_openapi",
    "get_openapi_mut",
    "to_openapi",
    "has_routes",
    "is_some",
    "is_none",
    "is_ok",
];

impl Evaluator<'_> {
    /// A method of a router, `line` being that of its name.
    pub fn router_method(
        &mut self,
        id: usize,
        name: &str,
        expressions: &[Expression],
        values: &[Value],
        line: usize,
    ) -> Value {
        let same = Value::Router(id);
        match (name, values) {
            ("route" | "api_route" | "api_route_with" | "route_with_tsr", [path, methods, ..]) => {
                self.route(id, (path, methods), expressions, line)
            }
            ("route_service" | "route_service_with_tsr", [path, service]) => {
                self.service(id, "SERVICE", (path, service), expressions, line)
            }
            ("nest" | "nest_api_service", [path, inner]) => {
                let inner = self.made_router(inner.clone());
                self.nest(id, name, (path, &inner), expressions, line)
            }
            ("nest_service", [path, inner]) => self.nest(id, name, (path, inner), expressions, line),
            ("merge", [other]) => {
                let other = self.made_router(other.clone());
                self.merge(id, &other, expressions.first(), line)
            }
            ("layer" | "route_layer", [layer]) => {
                let layers = self.layers(layer, expressions.first());
                Value::Router(self.layered(id, &layers, name == "layer"))
            }
            ("fallback" | "fallback_service", [Value::Methods(endpoints)]) if !endpoints.is_empty() => {
                let place = self.place(line);
                let fallback = |endpoint: &Endpoint| Endpoint { method: "FALLBACK".to_owned(), ..endpoint.clone() };
                let endpoints: Vec<Endpoint> = endpoints.iter().map(fallback).collect();
                let further = self.entries(&endpoints, "*", None, &place);
                Value::Router(self.with(id, further))
            }
            ("fallback", [handler]) => {
                let handler = self.handler(Some(handler), expressions.first());
                self.single(id, "FALLBACK", "*", handler, line)
            }
            ("fallback_service", [Value::Router(other)]) => {
                let entries = self.nested("", *other);
                let id = self.with(id, entries);
                self.routers[*other].is_used = true;
                Value::Router(id)
            }
            ("fallback_service", [service]) => {
                let handler = self.handler(Some(service), expressions.first());
                self.single(id, "FALLBACK", "*", handler, line)
            }
            ("routes", [Value::Methods(endpoints)]) => self.documented_routes(id, &Rc::clone(endpoints), line),
            ("split_for_parts", []) => Value::Tuple(Rc::new(vec![same, Value::unknown("OpenApi")])),
            ("into_openapi", []) => {
                self.routers[id].is_used = true;
                Value::unknown("OpenApi")
            }
            _ if SAME.contains(&name) => same,
            _ if NONE.contains(&name) => Value::unknown(format!(".{name}(…)")),
            _ => match name.strip_prefix("typed_").and_then(Verb::named) {
                Some(verb) if values.len() == 1 => self.typed_route(id, &verb, values, expressions, line),
                _ => self.other_method(id, name, values, line),
            },
        }
    }

    fn other_method(&mut self, id: usize, name: &str, values: &[Value], line: usize) -> Value {
        let same = Value::Router(id);
        if let Some(value) = self.option_method(&same, name, values, line) {
            return value;
        }
        if matches!(name, "pipe" | "tap" | "apply")
            && matches!(values.first(), Some(Value::Closure(_) | Value::Handler(_)))
        {
            return self.apply(&values[0], vec![same], &[], line);
        }
        self.unresolved(
            line,
            format!("`.{name}(…)` is no method of axum's router that is known; what it adds is not listed"),
        );
        for value in values {
            self.use_up(value);
        }
        same
    }

    /// A path of a route or nest, as each text that it can be.
    pub fn paths(
        &mut self,
        path: &Value,
        expression: Option<&Expression>,
        line: usize,
    ) -> Option<Vec<(Option<String>, String)>> {
        let Some(texts) = texts(path) else {
            let written = expression.map(|path| self.written(path)).unwrap_or_default();
            let from = match path {
                Value::Unknown(unknown)
                    if !unknown.text.is_empty() && unknown.text != "…" && !written.contains(&unknown.text) =>
                {
                    format!(": `{}` is known when it runs only", unknown.text)
                }
                _ => String::new(),
            };
            self.unresolved(line, format!("the path `{written}` is not known{from}"));
            return None;
        };
        let package = self.program.modules[self.frame.module].package;
        let has_colons = self.program.packages[package].has_colons;
        let path = |text: &str| if has_colons { with_braces(text) } else { text.to_owned() };
        Some(
            texts
                .into_iter()
                .map(|(condition, text)| (condition.filter(|text| !text.is_empty()), path(&text)))
                .collect(),
        )
    }

    fn route(&mut self, id: usize, given: (&Value, &Value), expressions: &[Expression], line: usize) -> Value {
        let Some(paths) = self.paths(given.0, expressions.first(), line) else {
            return Value::Router(id);
        };
        let cases = match given.1 {
            Value::Either(cases) => cases.to_vec(),
            value => vec![(String::new(), value.clone())],
        };
        let mut further = Vec::new();
        for (condition, value) in &cases {
            let Some(endpoints) = self.endpoints_of(value, expressions.get(1), line) else { continue };
            let place = self.place(line);
            for (outer, path) in &paths {
                let conditions: Vec<&str> = [outer.as_deref(), Some(condition.as_str())]
                    .into_iter()
                    .flatten()
                    .filter(|text| !text.is_empty())
                    .collect();
                let condition = (!conditions.is_empty()).then(|| conditions.join(" and "));
                further.extend(self.entries(&endpoints, path, condition.as_ref(), &place));
            }
        }
        Value::Router(self.with(id, further))
    }

    /// The endpoints of a method router; said to be unresolved if it is not known.
    fn endpoints_of(&mut self, value: &Value, expression: Option<&Expression>, line: usize) -> Option<Vec<Endpoint>> {
        match value {
            Value::Methods(endpoints) => Some(endpoints.to_vec()),
            // A router or service in the place of a method router answers all methods, as axum 0.5 has it.
            Value::Handler(handler)
                if !handler.text.is_empty() && matches!(handler.target, Target::Function { .. }) =>
            {
                Some(vec![self.endpoint("ANY".to_owned(), &Rc::clone(handler))])
            }
            _ => {
                let written = expression.map(|methods| self.written(methods)).unwrap_or_default();
                self.unresolved(line, format!("the method router `{written}` is not known"));
                self.use_up(value);
                None
            }
        }
    }

    fn single(&mut self, id: usize, method: &str, path: &str, handler: Rc<Handler>, line: usize) -> Value {
        let endpoint = self.endpoint(method.to_owned(), &handler);
        let place = self.place(line);
        let further: Vec<Entry> = self.entries(&[endpoint], path, None, &place);
        Value::Router(self.with(id, further))
    }

    pub fn service(
        &mut self,
        id: usize,
        method: &str,
        given: (&Value, &Value),
        expressions: &[Expression],
        line: usize,
    ) -> Value {
        let Some(paths) = self.paths(given.0, expressions.first(), line) else { return Value::Router(id) };
        let handler = self.handler(Some(given.1), expressions.get(1));
        let text = match given.1 {
            Value::Methods(endpoints) if endpoints.len() == 1 => endpoints[0].handler.text.clone(),
            _ => handler.text.clone(),
        };
        self.use_up(given.1);
        let handler = Rc::new(Handler { text, ..(*handler).clone() });
        let place = self.place(line);
        let mut further = Vec::new();
        for (condition, path) in paths {
            let endpoint = self.endpoint(method.to_owned(), &handler);
            further.extend(self.entries(&[endpoint], &path, condition.as_ref(), &place));
        }
        Value::Router(self.with(id, further))
    }
}
