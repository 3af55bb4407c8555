//! Functions of other packages that matter: those of axum, and the few of the standard library that pass things on.

use std::rc::Rc;

use super::Evaluator;
use super::call::Given;
use super::text::{brief, one_line, short};
use super::value::{Endpoint, Handler, Layer, Layers, Target, Value};
use crate::inspect::routes::link::{External, Verb};
use crate::inspect::routes::tree::{Expression, Kind};

impl Evaluator<'_> {
    /// A call of a function of another package.
    pub fn external_call(&mut self, path: &[String], given: Given, text: &str) -> Value {
        if let External::Verb(verb) = External::of(path) {
            return self.verb(&verb, &given);
        }
        let (Some(name), owner) = (path.last(), &path[..path.len().saturating_sub(1)]) else {
            return Value::unknown(text);
        };
        match (External::of(owner), name.as_str()) {
            (External::Router, "new" | "default" | "with_openapi" | "new_with_state") => Value::Router(self.router()),
            (External::Router, "from") => given.values.into_iter().next().unwrap_or_else(|| Value::unknown(text)),
            (External::Router, _) => match given.values.first() {
                Some(Value::Router(id)) => self.router_method(
                    *id,
                    name,
                    &given.expressions[1.min(given.expressions.len())..],
                    &given.values[1..],
                    given.line,
                ),
                _ => self.opaque(text, &given.values),
            },
            (External::MethodRouter, "new" | "default") => Value::Methods(Rc::new(Vec::new())),
            (External::ServiceBuilder, "new" | "default") => {
                Value::Layers(Rc::new(Layers { is_builder: true, layers: Vec::new() }))
            }
            (External::MethodFilter, _) => Value::unknown(text),
            (
                _,
                "from_fn"
                | "from_fn_with_state"
                | "map_request"
                | "map_request_with_state"
                | "from_extractor"
                | "from_extractor_with_state",
            ) => self.middleware(text, &given),
            _ => self.standard(path, given, text),
        }
    }

    /// `get(handler)` and the like.
    fn verb(&mut self, verb: &Verb, given: &Given) -> Value {
        let endpoints = self.endpoints(verb, &given.values, given.expressions);
        Value::Methods(Rc::new(endpoints))
    }

    /// What a verb's arguments make: one endpoint for each method.
    pub fn endpoints(&mut self, verb: &Verb, values: &[Value], expressions: &[Expression]) -> Vec<Endpoint> {
        let (methods, at) = match &verb.method {
            Some(method) => (vec![method.clone()], 0),
            None => match values.first() {
                Some(Value::Filter(methods)) => (methods.to_vec(), 1),
                Some(Value::Handler(handler)) => (self.filter(handler), 1),
                _ => (vec!["ANY".to_owned()], 1),
            },
        };
        let handler = self.handler(values.get(at), expressions.get(at));
        methods.into_iter().map(|method| self.endpoint(method, &handler)).collect()
    }

    /// A filter that was imported by its own name.
    fn filter(&self, handler: &Handler) -> Vec<String> {
        vec![handler.text.rsplit("::").next().unwrap_or_default().to_owned()]
    }

    pub fn endpoint(&mut self, method: String, handler: &Rc<Handler>) -> Endpoint {
        let id = self.number();
        let layers = handler.layers.clone();
        Endpoint { id, method, handler: Rc::clone(handler), layers, conditions: Vec::new(), path: None }
    }

    /// What is given as a handler or service.
    pub fn handler(&mut self, value: Option<&Value>, expression: Option<&Expression>) -> Rc<Handler> {
        let text = expression.map(|expression| self.written(expression)).unwrap_or_default();
        let is_path = expression.is_some_and(|expression| matches!(expression.kind, Kind::Path(_)));
        let text = if is_path { text } else { brief(&text) };
        let nameless = |text: String| Rc::new(Handler { text, target: Target::Nothing, layers: Vec::new() });
        match value {
            Some(Value::Handler(handler)) => {
                // A parameter's name says less than what it was given.
                let is_named = expression.is_none_or(|expression| match &expression.kind {
                    Kind::Path(_) => true,
                    Kind::Method { name, .. } => matches!(name.as_str(), "layer" | "with_state" | "route_layer"),
                    _ => false,
                });
                if is_named { Rc::clone(handler) } else { Rc::new(Handler { text, ..(**handler).clone() }) }
            }
            Some(Value::Closure(closure)) => {
                let target = Target::Closure { module: closure.captured.module, line: closure.line };
                let text = match expression.map(|expression| &expression.kind) {
                    Some(Kind::Call { .. } | Kind::Method { .. } | Kind::Macro(_)) => text,
                    _ => closure.name.clone().unwrap_or_else(|| "{closure}".to_owned()),
                };
                Rc::new(Handler { text, target, layers: Vec::new() })
            }
            _ => nameless(text),
        }
    }

    /// A layer made of a function or an extractor.
    fn middleware(&mut self, text: &str, given: &Given) -> Value {
        let written: Vec<String> = given.expressions.iter().map(|argument| self.written(argument)).collect();
        let extractor = given.types.first().cloned();
        let head = one_line(text);
        let text = short(&format!("{head}({})", written.join(", ")));
        let target = match given.values.last() {
            Some(Value::Handler(handler)) => handler.target.clone(),
            Some(Value::Closure(closure)) => Target::Closure { module: closure.captured.module, line: closure.line },
            _ => Target::Nothing,
        };
        let layers = vec![Layer { text, target, extractor }];
        Value::Layers(Rc::new(Layers { is_builder: false, layers }))
    }

    /// The layers that an argument of `layer` stands for, the innermost first.
    pub fn layers(&mut self, value: &Value, expression: Option<&Expression>) -> Vec<Layer> {
        let text = short(&expression.map(|expression| self.written(expression)).unwrap_or_default());
        match value {
            Value::Layers(layers) if layers.is_builder => layers.layers.iter().rev().cloned().collect(),
            Value::Layers(layers) => {
                layers.layers.iter().map(|layer| Layer { text: text.clone(), ..layer.clone() }).collect()
            }
            Value::Tuple(values) if !values.is_empty() => {
                let parts = match expression.map(|expression| &expression.kind) {
                    Some(Kind::Tuple(parts)) => parts.as_slice(),
                    _ => &[],
                };
                values.iter().enumerate().rev().flat_map(|(at, value)| self.layers(value, parts.get(at))).collect()
            }
            Value::Object(object) => {
                vec![Layer { text, target: Target::Nothing, extractor: object.of.clone() }]
            }
            Value::Handler(handler) => vec![Layer { text, target: handler.target.clone(), extractor: None }],
            _ => vec![Layer { text, target: Target::Nothing, extractor: None }],
        }
    }

    /// What the standard library, or any other package, makes of values.
    fn standard(&mut self, path: &[String], given: Given, text: &str) -> Value {
        let name = path.last().map(String::as_str).unwrap_or_default();
        let owner = path.len().checked_sub(2).map(|at| path[at].as_str()).unwrap_or_default();
        let is_standard = path
            .first()
            .is_some_and(|first| matches!(first.as_str(), "std" | "core" | "alloc" | "tokio" | "once_cell"));
        let mut values = given.values;
        if !is_standard {
            return self.opaque(&format!("{text}(…)"), &values);
        }
        match (owner, name) {
            ("String", "new") => Value::text(""),
            ("String" | "Cow" | "Arc" | "Box" | "PathBuf", "from")
            | (_, "Borrowed" | "Owned" | "Some" | "Ok" | "identity")
            | (
                "Box" | "Arc" | "Rc" | "Pin" | "Mutex" | "RwLock" | "Cell" | "RefCell" | "Cow" | "From" | "Into",
                "new" | "pin" | "into" | "from",
            ) if !values.is_empty() => values.swap_remove(0),
            ("Clone" | "ToString" | "ToOwned", _) if !values.is_empty() => values.swap_remove(0),
            (_, "Err") => Value::Variant("Err".into(), Rc::new(values)),
            (
                "Vec" | "VecDeque" | "HashMap" | "BTreeMap" | "IndexMap" | "HashSet" | "BTreeSet",
                "new" | "with_capacity",
            ) => Value::List(Rc::new(Vec::new())),
            ("Vec" | "VecDeque" | "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet", "from" | "from_iter")
                if matches!(values.first(), Some(Value::List(_))) =>
            {
                values.swap_remove(0)
            }
            ("iter", "empty") => Value::List(Rc::new(Vec::new())),
            ("iter", "once") => Value::List(Rc::new(values)),
            ("Default", "default") => Value::unknown("Default::default()"),
            ("LazyLock" | "Lazy" | "OnceLock" | "OnceCell", "new")
                if matches!(values.first(), Some(Value::Closure(_))) =>
            {
                self.apply(&values[0], Vec::new(), &[], given.line)
            }
            ("mem", "take") if !values.is_empty() => {
                let value = values.swap_remove(0);
                let rest = match &value {
                    Value::Router(_) => Value::Router(self.router()),
                    Value::List(_) => Value::List(Rc::new(Vec::new())),
                    _ => Value::unknown("…"),
                };
                given.expressions.first().into_iter().for_each(|place| self.assign(place, rest.clone()));
                value
            }
            ("mem", "replace") if values.len() == 2 => {
                let next = values.swap_remove(1);
                given.expressions.first().into_iter().for_each(|place| self.assign(place, next.clone()));
                values.swap_remove(0)
            }
            _ => self.opaque(&format!("{text}(…)"), &values),
        }
    }
}
