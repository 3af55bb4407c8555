//! Calls of methods, by what they are called on.

use std::rc::Rc;

use super::Evaluator;
use super::call::Given;
use super::value::{Typed, Value};
use crate::inspect::routes::link::Key;
use crate::inspect::routes::tree::{Expression, Receiver, Type};

/// Methods that give what they are called on.
pub const SAME: &[&str] = &[
    "clone",
    "into",
    "as_ref",
    "as_mut",
    "borrow",
    "borrow_mut",
    "to_owned",
    "lock",
    "read",
    "write",
    "by_ref",
    "deref",
    "boxed",
    "into_inner",
    "await",
    "try_into",
    "as_deref",
    "cloned",
    "copied",
    "leak",
];

/// Methods that change a list, which is not known behind them if they are not.
const CHANGING: &[&str] = &[
    "append",
    "dedup",
    "dedup_by",
    "dedup_by_key",
    "drain",
    "entry",
    "extend",
    "extend_from_slice",
    "insert",
    "push",
    "push_front",
    "remove",
    "resize",
    "retain",
    "retain_mut",
    "reverse",
    "rotate_left",
    "rotate_right",
    "shuffle",
    "splice",
    "split_off",
    "swap",
    "swap_remove",
    "truncate",
];

/// Methods of routers and method routers, which no trait of a project can take the place of.
const AXUM: &[&str] = &[
    "clone",
    "into",
    "from",
    "default",
    "route",
    "route_service",
    "nest",
    "nest_service",
    "merge",
    "layer",
    "route_layer",
    "fallback",
    "fallback_service",
    "with_state",
    "into_make_service",
    "get",
    "post",
    "put",
    "delete",
    "patch",
    "head",
    "options",
    "trace",
    "connect",
    "on",
];

impl Evaluator<'_> {
    /// `on.name::<types>(arguments)`.
    pub fn method(
        &mut self,
        on: &Expression,
        name: &str,
        types: &[Type],
        arguments: &[Expression],
        line: usize,
    ) -> Value {
        let receiver = self.value(on);
        let values = self.values(arguments);
        let types = types.iter().map(|of| self.typed(of)).collect();
        self.line = line;
        let given = Given { values, expressions: arguments, types, line };
        self.dispatch(receiver, on, name, given)
    }

    fn dispatch(&mut self, receiver: Value, on: &Expression, name: &str, given: Given) -> Value {
        let Given { values, expressions, line, .. } = &given;
        if name == "take" && values.is_empty() && !matches!(receiver, Value::Either(_)) {
            self.assign(on, Value::none());
            return receiver;
        }
        match &receiver {
            Value::Router(id) => {
                if let Some(value) = self.own_method(&receiver, on, name, &given) {
                    return value;
                }
                self.router_method(*id, name, expressions, values, *line)
            }
            Value::Methods(endpoints) => {
                let endpoints = Rc::clone(endpoints);
                self.own_method(&receiver, on, name, &given)
                    .unwrap_or_else(|| self.methods_method(&endpoints, name, expressions, values))
            }
            Value::Layers(layers) => self.builder(&Rc::clone(layers), name, expressions, values),
            Value::Filter(methods) => match (name, values.first()) {
                ("or", Some(Value::Filter(other))) => {
                    Value::Filter(Rc::new(methods.iter().chain(other.iter()).cloned().collect()))
                }
                _ => receiver.clone(),
            },
            Value::Handler(handler) => self.handler_method(&Rc::clone(handler), on, name, given),
            Value::Text(text) => {
                let text = Rc::clone(text);
                if matches!(name, "push_str" | "push" | "insert_str") && values.len() == 1 {
                    let grown = self.concat(&[receiver.clone(), values[0].clone()]);
                    self.assign(on, grown);
                    return Value::unit();
                }
                self.text_method(&text, name, values)
                    .or_else(|| self.option_method(&receiver, name, values, *line))
                    .unwrap_or_else(|| Value::unknown(super::paths::written(on)))
            }
            Value::List(list) => {
                let list = Rc::clone(list);
                let known = self
                    .list_method(&list, name, values, on, *line)
                    .or_else(|| self.option_method(&receiver, name, values, *line));
                if known.is_none() && CHANGING.contains(&name) {
                    self.assign(on, Value::unknown(super::paths::written(on)));
                }
                known.unwrap_or_else(|| self.opaque(&format!("{}.{name}(…)", super::paths::written(on)), values))
            }
            Value::Either(cases) => {
                let cases = Rc::clone(cases);
                let results = cases
                    .iter()
                    .map(|(condition, value)| {
                        let given =
                            Given { values: values.clone(), expressions, types: given.types.clone(), line: *line };
                        (condition.clone(), self.dispatch(value.clone(), on, name, given))
                    })
                    .collect();
                self.join(results)
            }
            Value::Unknown(unknown) => self.unknown_method(&Rc::clone(unknown), on, name, given),
            Value::Closure(_) if name == "layer" => receiver.clone(),
            Value::Truth(truth) if matches!(name, "then" | "then_some") && values.len() == 1 => match (truth, name) {
                (false, _) => Value::none(),
                (true, "then") => self.apply(&values[0], Vec::new(), &[], *line),
                (true, _) => values[0].clone(),
            },
            _ => {
                if let Some(value) = self.own_method(&receiver, on, name, &given) {
                    return value;
                }
                if SAME.contains(&name) {
                    return receiver.clone();
                }
                match self.option_method(&receiver, name, values, *line) {
                    Some(value) => value,
                    None => {
                        let mut all = values.clone();
                        all.push(receiver.clone());
                        self.opaque(&format!("{}.{name}(…)", super::paths::written(on)), &all)
                    }
                }
            }
        }
    }

    /// A method that the project itself defines on what it is called on.
    pub fn own_method(&mut self, receiver: &Value, on: &Expression, name: &str, given: &Given) -> Option<Value> {
        let typed = match receiver {
            Value::Object(object) => object.of.clone(),
            Value::Unknown(unknown) => unknown.of.clone(),
            _ => None,
        };
        if let Value::Variant(variant, _) = receiver {
            let id = self.variant_method(variant, name)?;
            return Some(self.own_call(id, None, receiver.clone(), on, given));
        }
        let key = match (receiver, &typed) {
            (Value::Router(_), _) => Key::External("Router".to_owned()),
            (Value::Methods(_), _) => Key::External("MethodRouter".to_owned()),
            (_, Some(typed)) => self.key(typed)?,
            _ => return None,
        };
        let is_own = matches!(key, Key::Local(_));
        let found = self.program.methods(&key, name);
        let id = found.into_iter().find(|&id| self.program.functions[id].function.receiver.is_some())?;
        // An implementation for everything has methods that are like those of what is not the project's own.
        if !is_own && AXUM.contains(&name) {
            return None;
        }
        Some(self.own_call(id, typed, receiver.clone(), on, given))
    }

    /// A method of the one enumeration that has both such a variant and such a method.
    fn variant_method(&self, variant: &str, name: &str) -> Option<usize> {
        let types = self.program.types.iter().enumerate().filter(|(_, node)| {
            node.enumeration.as_ref().is_some_and(|of| of.variants.iter().any(|known| known == variant))
        });
        let found = types.filter_map(|(id, _)| self.program.methods(&Key::Local(id), name).into_iter().next());
        let mut found = found.filter(|&id| self.program.functions[id].function.receiver.is_some());
        found.next().filter(|_| found.next().is_none())
    }

    fn own_call(&mut self, id: usize, typed: Option<Typed>, receiver: Value, on: &Expression, given: &Given) -> Value {
        let kind = self.program.functions[id].function.receiver;
        let given = Given {
            values: given.values.clone(),
            expressions: given.expressions,
            types: given.types.clone(),
            line: given.line,
        };
        let (value, changed) = self.invoke(id, typed, Some(receiver), given);
        if let (Some(Receiver::Exclusive), Some(changed)) = (kind, changed) {
            self.assign(on, changed);
        }
        value
    }
}
