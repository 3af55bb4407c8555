//! Methods of handlers, and of what puts layers around services.

use std::rc::Rc;

use super::Evaluator;
use super::call::Given;
use super::text::short;
use super::value::{Handler, Layer, Layers, Target, Unknown, Value};
use crate::inspect::routes::tree::{Expression, Kind};

impl Evaluator<'_> {
    /// A method of a function that handles requests: what is put around it stays with it.
    pub fn handler_method(&mut self, handler: &Rc<Handler>, on: &Expression, name: &str, given: Given) -> Value {
        match name {
            "layer" | "route_layer" => {
                let mut handler = (**handler).clone();
                if let Some(value) = given.values.first() {
                    handler.layers.extend(self.layers(value, given.expressions.first()));
                }
                Value::Handler(Rc::new(handler))
            }
            "with_state" | "clone" | "into_service" | "into_make_service" | "boxed" | "handle_error" => {
                Value::Handler(Rc::clone(handler))
            }
            _ => {
                // A unit structure or a constant of another package, or what a trait of the project makes of a function.
                let is_given = matches!(&on.kind, Kind::Path(path) if path.names.len() == 1);
                let written =
                    if is_given { handler.text.trim_start_matches('&').to_owned() } else { super::paths::written(on) };
                let result = self.opaque(&format!("{written}.{name}(…)"), &given.values);
                self.dispatch_of(name, &result);
                match (result, self.frame.called_at.clone()) {
                    (Value::Unknown(unknown), Some(place)) if is_given && unknown.place.is_some() => {
                        Value::Unknown(Rc::new(Unknown { place: Some(place), ..(*unknown).clone() }))
                    }
                    (result, _) => result,
                }
            }
        }
    }

    /// A method of `ServiceBuilder`.
    pub fn builder(&mut self, layers: &Rc<Layers>, name: &str, expressions: &[Expression], values: &[Value]) -> Value {
        let mut grown = (**layers).clone();
        match name {
            _ if !layers.is_builder => {}
            "layer" => {
                if let Some(value) = values.first() {
                    grown.layers.extend(self.layers(value, expressions.first()).into_iter().rev());
                }
            }
            "clone" | "into_inner" | "into" | "check_clone" | "boxed" | "boxed_clone" => {}
            "option_layer" => {
                if let Some(value) = values.first() {
                    grown.layers.extend(self.layers(value, expressions.first()).into_iter().rev());
                }
            }
            "service" | "service_fn" => {
                if let Some(&Value::Router(id)) = values.first() {
                    let around: Vec<Layer> = grown.layers.into_iter().rev().collect();
                    return Value::Router(self.layered(id, &around, true));
                }
                let handler = self.handler(values.first(), expressions.first());
                let mut handler = (*handler).clone();
                handler.layers.extend(grown.layers.into_iter().rev());
                return Value::Handler(Rc::new(handler));
            }
            _ => {
                let written: Vec<String> = expressions.iter().map(|argument| self.written(argument)).collect();
                let text = short(&format!("{name}({})", written.join(", ")));
                grown.layers.push(Layer { text, target: Target::Nothing, extractor: None });
            }
        }
        Value::Layers(Rc::new(grown))
    }
}
