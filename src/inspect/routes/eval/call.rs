//! Calls of functions and closures.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::branch::not;
use super::frame::{Flow, Frame};
use super::paths::Meaning;
use super::value::{ClosureValue, Object, Target, Typed, Unknown, Value};
use super::{DEEPEST_CALLS, Evaluator};
use crate::inspect::routes::tree::{Expression, Kind};

/// A call: with which arguments, and what they are as written.
pub struct Given<'e> {
    pub values: Vec<Value>,
    pub expressions: &'e [Expression],
    pub types: Vec<Typed>,
    pub line: usize,
}

impl Evaluator<'_> {
    /// A call of whatever `of` is.
    pub fn call(&mut self, of: &Expression, arguments: &[Expression], line: usize) -> Value {
        let Kind::Path(path) = &of.kind else {
            let function = self.value(of);
            let values = self.values(arguments);
            self.line = line;
            return self.apply(&function, values, arguments, line);
        };
        let text = self.written(of);
        let types: Vec<Typed> = path.types.iter().map(|of| self.typed(of)).collect();
        let meanings = self.meanings(path);
        let values = self.values(arguments);
        self.line = line;
        let mut cases = Vec::new();
        for (conditions, meaning) in meanings {
            let given = Given { values: values.clone(), expressions: arguments, types: types.clone(), line };
            cases.push((conditions.join(" and "), self.meaning(meaning, given, &text)));
        }
        match cases.len() {
            0 => self.opaque(&format!("{text}(…)"), &values),
            1 => cases.remove(0).1,
            _ => self.join(cases),
        }
    }

    fn meaning(&mut self, meaning: Meaning, given: Given, text: &str) -> Value {
        match meaning {
            // `default()` of what derives it.
            Meaning::Value(object @ Value::Object(_)) if given.values.is_empty() => object,
            Meaning::Value(function) => self.apply(&function, given.values, given.expressions, given.line),
            Meaning::Function { id, on } => self.function(id, on, given),
            Meaning::External(path) => {
                if !path.first().is_some_and(|first| matches!(first.as_str(), "std" | "core" | "alloc")) {
                    self.touched(given.expressions);
                }
                self.external_call(&path, given, text)
            }
            Meaning::Variant(name) => Value::Variant(name.as_str().into(), Rc::new(given.values)),
            Meaning::Type(of, _) => {
                let fields = given.values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect();
                Value::Object(Rc::new(Object { of: Some(of), fields }))
            }
            Meaning::Nothing => {
                self.touched(given.expressions);
                self.opaque(&format!("{text}(…)"), &given.values)
            }
            Meaning::Constant { .. } => self.opaque(&format!("{text}(…)"), &given.values),
        }
    }

    /// A call of a value.
    pub fn apply(&mut self, function: &Value, values: Vec<Value>, expressions: &[Expression], line: usize) -> Value {
        match function {
            Value::Closure(closure) => self.closure(&Rc::clone(closure), values),
            Value::Handler(handler) => {
                let given = Given { values, expressions, types: Vec::new(), line };
                match handler.target.clone() {
                    Target::Function { id, on } => self.function(id, on, given),
                    Target::External(path) => self.external_call(&path, given, &handler.text),
                    _ => self.opaque(&handler.text.clone(), &given.values),
                }
            }
            Value::Either(cases) => {
                let cases = Rc::clone(cases);
                let results = cases
                    .iter()
                    .map(|(condition, function)| {
                        (condition.clone(), self.apply(function, values.clone(), expressions, line))
                    })
                    .collect();
                self.join(results)
            }
            _ => self.opaque("…", &values),
        }
    }

    /// The result of something that is not known. Closures that it is given may be called, and routers may be in the result.
    pub fn opaque(&mut self, text: &str, values: &[Value]) -> Value {
        let line = self.line;
        let mut routers = Vec::new();
        for value in values {
            if let Value::Closure(closure) = value {
                let parameters = closure.closure.parameters.iter().map(|_| Value::unknown("…")).collect();
                let result = self.closure(&Rc::clone(closure), parameters);
                result.routers(&mut routers);
            }
            value.routers(&mut routers);
        }
        let place = (!routers.is_empty()).then(|| self.place(line));
        Value::Unknown(Rc::new(Unknown { text: text.to_owned(), routers, place, of: None }))
    }

    /// A closure, called with values. One of the function that is being evaluated sees and changes its variables.
    pub fn closure(&mut self, closure: &ClosureValue, values: Vec<Value>) -> Value {
        if self.stack.len() >= DEEPEST_CALLS {
            return Value::unknown("…");
        }
        self.stack.push(usize::MAX);
        let work = |this: &mut Self| {
            for (pattern, value) in closure.closure.parameters.iter().zip(&values) {
                this.bind(pattern, value);
            }
            this.value(&closure.closure.body)
        };
        let value = if closure.captured.frame == self.frame.id {
            let (variables, module) = (self.frame.variables.len(), self.frame.module);
            let returned = std::mem::take(&mut self.frame.returned);
            let conditions = std::mem::take(&mut self.frame.conditions);
            self.frame.module = closure.captured.module;
            let value = work(self);
            self.frame.variables.truncate(variables);
            self.frame.module = module;
            self.frame.flow = Flow::On;
            let early = std::mem::replace(&mut self.frame.returned, returned);
            self.frame.conditions = conditions;
            self.results(value, early)
        } else {
            let captured = closure.captured.clone();
            self.within(captured.module, captured.on, captured.generics, captured.variables, work)
        };
        self.stack.pop();
        value
    }

    /// Works in a frame of its own; what is returned early counts.
    pub fn within(
        &mut self,
        module: usize,
        on: Option<Typed>,
        generics: Rc<BTreeMap<String, Typed>>,
        variables: Vec<(String, Value)>,
        work: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        let id = self.number();
        let frame = Frame { id, module, on, generics, variables, ..Frame::default() };
        let outer = std::mem::replace(&mut self.frame, frame);
        let value = work(self);
        let has_value = self.frame.flow == Flow::On;
        let early = std::mem::take(&mut self.frame.returned);
        let value = if has_value { value } else { Value::Variant("Err".into(), Rc::new(Vec::new())) };
        let value = self.results(value, early);
        self.frame = outer;
        value
    }

    /// A function's value, given what it returns at its end and what before.
    fn results(&mut self, last: Value, early: Vec<(Vec<String>, Value)>) -> Value {
        let is_error = |value: &Value| matches!(value, Value::Variant(name, _) if &**name == "Err");
        let mut value = last;
        for (conditions, returned) in early.into_iter().rev() {
            if is_error(&returned) {
                continue;
            }
            let condition = conditions.join(" and ");
            value = if condition.is_empty() || is_error(&value) {
                returned
            } else {
                self.join(vec![(condition.clone(), returned), (not(&condition), value)])
            };
        }
        value
    }
}
