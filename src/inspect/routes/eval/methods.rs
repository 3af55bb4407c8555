//! Methods of method routers.

use std::rc::Rc;

use super::Evaluator;
use super::value::{Endpoint, Layer, Value};
use crate::inspect::routes::link::Verb;
use crate::inspect::routes::tree::Expression;

/// Methods that leave the endpoints as they are.
const SAME: &[&str] = &[
    "with_state",
    "handle_error",
    "clone",
    "into",
    "into_service",
    "into_make_service",
    "boxed",
    "default",
    "map",
    "unwrap",
    "expect",
    "as_ref",
    "to_owned",
    "method_not_allowed_fallback",
];

impl Evaluator<'_> {
    /// A method of a method router.
    pub fn methods_method(
        &mut self,
        endpoints: &Rc<Vec<Endpoint>>,
        name: &str,
        expressions: &[Expression],
        values: &[Value],
    ) -> Value {
        let mut grown = (**endpoints).clone();
        match name {
            "fallback" | "fallback_service" => {
                let handler = self.handler(values.first(), expressions.first());
                let endpoint = self.endpoint("FALLBACK".to_owned(), &handler);
                grown.push(endpoint);
            }
            "merge" => match values.first() {
                Some(Value::Methods(other)) => grown.extend(other.iter().cloned()),
                _ => {
                    let (line, written) = written(self, expressions);
                    self.unresolved(line, format!("the method router `{written}` is not known"));
                }
            },
            "layer" | "route_layer" => {
                if let Some(value) = values.first() {
                    let layers: Vec<Layer> = self.layers(value, expressions.first());
                    for endpoint in &mut grown {
                        if name == "layer" || endpoint.method != "FALLBACK" {
                            endpoint.layers.extend(layers.iter().cloned());
                        }
                    }
                }
            }
            _ => match Verb::named(name) {
                Some(verb) if !values.is_empty() => grown.extend(self.endpoints(&verb, values, expressions)),
                _ if SAME.contains(&name) => {}
                _ => {
                    let line = self.line;
                    let reason = format!(
                        "`.{name}(…)` is no method of axum's method router that is known; what it changes is not listed"
                    );
                    self.unresolved(line, reason);
                }
            },
        }
        Value::Methods(Rc::new(grown))
    }
}

fn written(evaluator: &Evaluator, expressions: &[Expression]) -> (usize, String) {
    expressions.first().map_or((1, String::new()), |first| (first.line, evaluator.written(first)))
}
