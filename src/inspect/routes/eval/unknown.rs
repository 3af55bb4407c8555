//! Methods of what is not known.

use std::rc::Rc;

use super::Evaluator;
use super::branch::not;
use super::call::Given;
use super::method::SAME;
use super::value::{Unknown, Value};
use crate::inspect::routes::tree::Expression;

impl Evaluator<'_> {
    /// A method of something that is not known: of the project itself if the type is known, else perhaps of an option.
    pub fn unknown_method(&mut self, unknown: &Rc<Unknown>, on: &Expression, name: &str, given: Given) -> Value {
        let receiver = Value::Unknown(Rc::clone(unknown));
        if let Some(value) = self.own_method(&receiver, on, name, &given) {
            return value;
        }
        if let Some(id) = self.router_of_method(unknown, name, &given.values, given.line) {
            return self.router_method(id, name, given.expressions, &given.values, given.line);
        }
        if SAME.contains(&name)
            || matches!(name, "unwrap" | "expect" | "unwrap_or_default" | "iter" | "into_iter" | "context")
        {
            return receiver;
        }
        let text = if unknown.text.len() < 60 { format!("{}.{name}(…)", unknown.text) } else { unknown.text.clone() };
        let some = format!("{} is some", unknown.text);
        match (name, given.values.as_slice()) {
            ("get_or_init" | "get_or_try_init" | "get_or_insert_with" | "get_mut_or_init", [function]) => {
                let function = function.clone();
                self.apply(&function, Vec::new(), &[], given.line)
            }
            ("map_or", [other, function]) => {
                let (other, function) = (other.clone(), function.clone());
                let is =
                    self.branch(some.clone(), |this| this.apply(&function, vec![Value::unknown("…")], &[], given.line));
                let is_not = self.branch(not(&some), |_| other);
                self.after(vec![is, is_not])
            }
            ("map_or_else", [other, function]) => {
                let (other, function) = (other.clone(), function.clone());
                let is =
                    self.branch(some.clone(), |this| this.apply(&function, vec![Value::unknown("…")], &[], given.line));
                let is_not = self.branch(not(&some), |this| this.apply(&other, Vec::new(), &[], given.line));
                self.after(vec![is, is_not])
            }
            ("map" | "and_then" | "then" | "then_some", [function]) => {
                let function = function.clone();
                let condition = if name.starts_with("then") { unknown.text.clone() } else { some };
                let arguments = if name.starts_with("then") { Vec::new() } else { vec![Value::unknown("…")] };
                let is = self.branch(condition.clone(), |this| {
                    if name == "then_some" { function } else { this.apply(&function, arguments, &[], given.line) }
                });
                if !is.value.leads() {
                    return self.opaque(&text, &[]);
                }
                let is_not = self.branch(not(&condition), |_| Value::none());
                self.after(vec![is, is_not])
            }
            // One round, with what is not known.
            ("fold" | "try_fold", [first, function]) => {
                let (first, function) = (first.clone(), function.clone());
                self.apply(&function, vec![first, Value::unknown(unknown.text.clone())], &[], given.line)
            }
            (_, values) => {
                self.touched(given.expressions);
                let mut values = values.to_vec();
                if !unknown.routers.is_empty() {
                    values.push(receiver);
                }
                let result = self.opaque(&text, &values);
                self.dispatch_of(name, &result);
                result
            }
        }
    }

    /// Takes note that routers went into a method of what is not known.
    pub fn dispatch_of(&mut self, name: &str, result: &Value) {
        if result.leads() {
            self.dispatched.insert(name.to_owned());
        }
    }
}
