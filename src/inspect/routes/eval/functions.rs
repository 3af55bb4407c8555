//! Calls of the project's own functions.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::call::Given;
use super::router::under;
use super::value::{Endpoint, Typed, Unknown, Value};
use super::{DEEPEST_CALLS, DEEPEST_SELF, DEEPEST_SMALL, Evaluator};
use crate::inspect::routes::link::{External, Owner};
use crate::inspect::routes::tree::{Expression, Function, Kind, Pattern, Receiver, Type};
use crate::inspect::routes::{Place, lower};

/// A body of so few bytes is looked into even if nothing says that routes depend on it.
const SMALL: usize = 800;

impl Evaluator<'_> {
    /// A call of a function of the project; `on` is the type that it is called on.
    pub fn function(&mut self, id: usize, on: Option<Typed>, mut given: Given) -> Value {
        let node = &self.program.functions[id];
        let function = Arc::clone(&node.function);
        let receiver = function
            .receiver
            .is_some()
            .then(|| if given.values.is_empty() { Value::unknown("self") } else { given.values.remove(0) });
        let place = given.expressions.first().filter(|_| receiver.is_some()).cloned();
        if receiver.is_some() && !given.expressions.is_empty() {
            given.expressions = &given.expressions[1..];
        }
        let on_value = match &receiver {
            Some(Value::Object(object)) => object.of.clone(),
            _ => None,
        };
        let (value, changed) = self.invoke(id, on.or(on_value), receiver, given);
        if let (Some(Receiver::Exclusive), Some(place), Some(changed)) = (function.receiver, place, changed) {
            self.assign(&place, changed);
        }
        value
    }

    /// Calls a function; its result, and what `self` then is.
    pub fn invoke(
        &mut self,
        id: usize,
        on: Option<Typed>,
        receiver: Option<Value>,
        given: Given,
    ) -> (Value, Option<Value>) {
        let node = &self.program.functions[id];
        let (function, module, owner) = (Arc::clone(&node.function), node.module, node.owner);
        let text = format!("{}(…)", function.name);
        let leads = given.values.iter().chain(&receiver).any(Value::leads);
        let is_small = function.body.as_ref().is_some_and(|body| body.bytes.len() <= SMALL);
        // What is given a known number, or a closure in which it is called, may call itself for a while.
        let is_known = leads && given.values.iter().any(|value| matches!(value, Value::Number(_) | Value::Closure(_)));
        let deepest = if is_known { DEEPEST_SELF } else { 1 };
        let is_recursive = self.stack.iter().filter(|&&known| known == id).count() >= deepest;
        let is_relevant = leads || self.relevant.contains(&id);
        let is_worth = is_relevant || is_small && self.small < DEEPEST_SMALL && is_part(&function.output);
        let body = function.body.as_ref().filter(|_| is_worth && !is_recursive && self.stack.len() < DEEPEST_CALLS);
        let Some(body) = body.filter(|_| self.step()) else {
            let mut values = given.values;
            values.extend(receiver);
            let result = self.opaque(&text, &values);
            return (self.result_type(result, &function, module), None);
        };
        self.called.insert(id, self.run);
        let block = lower::body(body, &self.program.text(module));
        let generics = self.generics(&function, &given);
        let on = on.or_else(|| self.owner_type(owner));
        let mut variables = Vec::new();
        variables.extend(receiver.map(|value| ("self".to_owned(), value)));
        let outer_depth = self.depth;
        self.small += usize::from(!is_relevant);
        self.stack.push(id);
        let mut changed = None;
        let mut exclusive: Vec<(usize, Value)> = Vec::new();
        let values = given.values.clone();
        let conditions = self.conditions_of(id);
        let made = self.routers.len();
        let called_at = self.called_at(&given);
        let mut value = self.within(module, on, generics, variables, |this| {
            this.frame.called_at = called_at;
            for (at, (pattern, of)) in function.parameters.iter().enumerate() {
                let value = values.get(at).cloned().unwrap_or_else(|| Value::unknown("…"));
                let value = this.parameter(value, of);
                this.bind(pattern, &value);
            }
            let value = this.body(&block);
            let value = this.as_type(value, &function.output);
            let value = this.as_router(value, &function.output, &block, function.line);
            changed = this.frame.get("self").cloned();
            for (at, (pattern, of)) in function.parameters.iter().enumerate() {
                if let (Pattern::Name(name, _), Type::Reference { exclusive: true, .. }) = (pattern, of)
                    && let Some(value) = this.frame.get(name)
                {
                    exclusive.push((at, value.clone()));
                }
            }
            value
        });
        self.stack.pop();
        self.small -= usize::from(!is_relevant);
        self.depth = outer_depth;
        for condition in conditions.iter().rev() {
            value = self.under(value, condition);
        }
        self.all_under(made, &conditions);
        for (at, value) in exclusive {
            if let Some(place) = given.expressions.get(at) {
                self.assign(place, value);
            }
        }
        (self.result_type(value, &function, module), changed)
    }

    /// Where a call is written, or the one around it that this one hands its handlers on of.
    fn called_at(&self, given: &Given) -> Option<Place> {
        let hands_on = |(value, expression): (&Value, &Expression)| match (&expression.kind, value) {
            (Kind::Path(path), Value::Handler(_)) => path.names.len() == 1 && self.frame.get(&path.names[0]).is_some(),
            _ => false,
        };
        let outer = self.frame.called_at.clone().filter(|_| given.values.iter().zip(given.expressions).any(hands_on));
        outer.or_else(|| (!given.expressions.is_empty()).then(|| self.place(given.line)))
    }

    /// The value of a parameter; where nothing is known of it, at least its type.
    fn parameter(&mut self, value: Value, of: &Type) -> Value {
        match value {
            Value::Unknown(unknown) if unknown.of.is_none() => {
                let of = Some(self.typed(of));
                Value::Unknown(Rc::new(Unknown { of, ..(*unknown).clone() }))
            }
            value => value,
        }
    }

    /// The `cfg` of a function and of the modules that it is in.
    fn conditions_of(&self, id: usize) -> Vec<String> {
        let node = &self.program.functions[id];
        let mut conditions = self.program.modules[node.module].conditions.clone();
        conditions.extend(node.function.conditions.iter().cloned());
        conditions
    }

    /// What a function served itself is there under its conditions only.
    fn all_under(&mut self, first: usize, conditions: &[String]) {
        if conditions.is_empty() {
            return;
        }
        for router in self.routers[first..].iter_mut().filter(|router| !router.is_used) {
            for entry in &mut router.entries {
                for condition in conditions.iter().rev() {
                    *entry = Rc::new(under(entry, condition));
                }
            }
        }
    }

    /// A value that is there under a condition only.
    pub fn under(&mut self, value: Value, condition: &str) -> Value {
        match value {
            Value::Router(id) => Value::Router(self.conditional(id, condition)),
            Value::Methods(endpoints) => {
                let with = |endpoint: &Endpoint| {
                    let mut endpoint = endpoint.clone();
                    endpoint.conditions.insert(0, condition.to_owned());
                    endpoint
                };
                Value::Methods(Rc::new(endpoints.iter().map(with).collect()))
            }
            value => value,
        }
    }

    /// What is not known of a result but its type.
    fn result_type(&self, value: Value, function: &Function, module: usize) -> Value {
        match value {
            Value::Unknown(unknown) if unknown.of.is_none() => {
                let is_known = matches!(function.output.bare(), Type::Path { path, .. } if path.first().is_some_and(|name| name != "Self"));
                let of = is_known.then(|| Typed { module, of: Rc::new(function.output.clone()) });
                Value::Unknown(Rc::new(Unknown { of, ..(*unknown).clone() }))
            }
            value => value,
        }
    }

    fn owner_type(&self, owner: Owner) -> Option<Typed> {
        let Owner::Implementation(id) = owner else { return None };
        let node = &self.program.implementations[id];
        Some(Typed { module: node.module, of: Rc::new(node.implementation.on.clone()) })
    }

    /// What the type parameters of a function are in a call.
    fn generics(&self, function: &Function, given: &Given) -> Rc<BTreeMap<String, Typed>> {
        let mut known: BTreeMap<String, Typed> = BTreeMap::new();
        for (generic, of) in function.generics.iter().zip(&given.types) {
            known.insert(generic.name.clone(), of.clone());
        }
        for ((_, of), value) in function.parameters.iter().zip(&given.values) {
            if let (Type::Path { path, .. }, Value::Object(object)) = (of.bare(), value)
                && let ([name], Some(of)) = (path.as_slice(), &object.of)
                && function.generics.iter().any(|generic| generic.name == *name)
            {
                known.entry(name.clone()).or_insert_with(|| of.clone());
            }
        }
        Rc::new(known)
    }

    /// What a type is by default: a router without routes.
    pub fn default_value(&mut self, of: &Typed) -> Option<Value> {
        match self.external(of)? {
            External::Router => Some(Value::Router(self.router())),
            _ => None,
        }
    }
}

/// Whether a result can be a part of a route: a text, a list, a type of the project's own.
fn is_part(of: &Type) -> bool {
    match of.bare() {
        Type::Path { path, arguments, .. } => match path.last().map(String::as_str) {
            Some("Result" | "Option") => arguments.first().is_some_and(is_part),
            Some("bool" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" | "Response") | None => false,
            Some(_) => true,
        },
        Type::Tuple(parts) => !parts.is_empty(),
        Type::List(_) | Type::Bounds(_) => true,
        Type::Reference { .. } | Type::Other => false,
    }
}
