//! Routers in routers: `nest` and `merge`.

use std::rc::Rc;

use super::Evaluator;
use super::lists::is_none;
use super::value::{Entry, Value};
use crate::inspect::routes::link::Key;
use crate::inspect::routes::tree::Expression;

impl Evaluator<'_> {
    pub fn nest(
        &mut self,
        id: usize,
        name: &str,
        given: (&Value, &Value),
        expressions: &[Expression],
        line: usize,
    ) -> Value {
        let other = match given.1 {
            Value::Router(other) => *other,
            value if is_none(value) => return Value::Router(id),
            Value::Unknown(unknown) if !unknown.routers.is_empty() || self.is_router(given.1) => {
                let place = self.place(line);
                self.recovered(&Rc::clone(unknown), place)
            }
            Value::Either(cases) => {
                return self.in_turn(id, cases, |this, router, value| {
                    this.nest(router, name, (given.0, value), expressions, line)
                });
            }
            _ => return self.mount(id, name, given, expressions, line),
        };
        let written = expressions.get(1).map(|inner| self.written(inner)).unwrap_or_default();
        self.report_given(other, &written, line);
        let Some(paths) = self.paths(given.0, expressions.first(), line) else {
            self.routers[other].is_used = true;
            return Value::Router(id);
        };
        let mut further = Vec::new();
        for (condition, prefix) in paths {
            let nested = self.nested(&prefix, other);
            further.extend(nested.into_iter().map(|entry| match &condition {
                Some(condition) => super::router::under(&entry, condition),
                None => entry,
            }));
        }
        self.routers[other].is_used = true;
        Value::Router(self.with(id, further))
    }

    /// Something at a prefix that is no router for sure: a service, unless `nest` of a router that is not known.
    fn mount(
        &mut self,
        id: usize,
        name: &str,
        given: (&Value, &Value),
        expressions: &[Expression],
        line: usize,
    ) -> Value {
        if name != "nest_service" && given.1.is_unknown() {
            let written = expressions.get(1).map(|inner| self.written(inner)).unwrap_or_default();
            self.unresolved(line, format!("the router `{written}` is not known"));
            return Value::Router(id);
        }
        self.service(id, "SERVICE", given, expressions, line)
    }

    fn is_router(&self, value: &Value) -> bool {
        let Value::Unknown(unknown) = value else { return false };
        let key = unknown.of.as_ref().and_then(|of| self.key(of));
        key == Some(Key::External("Router".to_owned()))
    }

    /// Adds each case of a choice to a router, under its condition.
    fn in_turn(
        &mut self,
        id: usize,
        cases: &[(String, Value)],
        mut add: impl FnMut(&mut Self, usize, &Value) -> Value,
    ) -> Value {
        let mut router = id;
        for (condition, value) in cases {
            let value = self.under(value.clone(), condition);
            if let Value::Router(next) = add(self, router, &value) {
                router = next;
            }
        }
        Value::Router(router)
    }

    pub fn merge(&mut self, id: usize, other: &Value, expression: Option<&Expression>, line: usize) -> Value {
        match other {
            Value::Router(other) => {
                let written = expression.map(|other| self.written(other)).unwrap_or_default();
                self.report_given(*other, &written, line);
                let entries: Vec<Rc<Entry>> =
                    self.routers[id].entries.iter().chain(&self.routers[*other].entries).cloned().collect();
                Value::Router(self.derive(&[id, *other], entries))
            }
            Value::Either(cases) => {
                self.in_turn(id, cases, |this, router, value| this.merge(router, value, expression, line))
            }
            value if is_none(value) => Value::Router(id),
            Value::Unknown(unknown) if !unknown.routers.is_empty() => {
                let place = self.place(line);
                let other = self.recovered(&Rc::clone(unknown), place);
                self.merge(id, &Value::Router(other), expression, line)
            }
            value => {
                let written = expression.map(|other| self.written(other)).unwrap_or_default();
                self.unresolved(line, format!("the router `{written}` is not known"));
                self.use_up(value);
                Value::Router(id)
            }
        }
    }
}
