//! Expressions.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::branch::not;
use super::frame::Flow;
use super::match_pattern::Fit;
use super::value::{ClosureValue, Object, Typed, Value};
use super::{DEEPEST_EXPRESSIONS, Evaluator};
use crate::inspect::routes::tree::{Arm, Block, Expression, Kind, Path, Type};

impl Evaluator<'_> {
    /// The value of an expression.
    pub fn value(&mut self, expression: &Expression) -> Value {
        if !self.step() || self.depth >= DEEPEST_EXPRESSIONS {
            return Value::unknown("…");
        }
        self.depth += 1;
        let value = self.kind(expression);
        self.depth -= 1;
        value
    }

    fn kind(&mut self, expression: &Expression) -> Value {
        match &expression.kind {
            Kind::Path(path) => {
                let text = self.written(expression);
                let text = if text.starts_with('<') { &text } else { text.split(" as ").next().unwrap_or_default() };
                self.path(path, text)
            }
            Kind::Text(text) => Value::text(text),
            Kind::Number(number) => Value::Number(*number),
            Kind::Truth(truth) => Value::Truth(*truth),
            Kind::Call { of, arguments } => self.call(of, arguments, expression.line),
            Kind::Method { on, name, line, types, arguments } => self.method(on, name, types, arguments, *line),
            Kind::Field(on, name) => {
                let on = self.value(on);
                self.field(&on, name)
            }
            Kind::Index(on, at) => {
                let (on, at) = (self.value(on), self.value(at));
                match (&on, at) {
                    (Value::List(values), Value::Number(at)) => {
                        usize::try_from(at).ok().and_then(|at| values.get(at)).cloned()
                    }
                    (Value::Text(_), _) => None,
                    _ => None,
                }
                .unwrap_or_else(|| Value::unknown(super::paths::written(expression)))
            }
            Kind::Exclusive(of) => self.value(of),
            Kind::Structure { path, fields, rest } => self.structure(path, fields, rest.as_deref()),
            Kind::List(values) => Value::List(Rc::new(self.values(values))),
            Kind::Tuple(values) => Value::Tuple(Rc::new(self.values(values))),
            Kind::Repeat(value, count) => {
                let (value, count) = (self.value(value), self.value(count));
                match count {
                    Value::Number(count @ 0..=256) => {
                        Value::List(Rc::new(vec![value; usize::try_from(count).unwrap_or_default()]))
                    }
                    _ => Value::unknown("…"),
                }
            }
            Kind::Range { from, to, inclusive } => self.range(from, to, *inclusive),
            Kind::Closure(closure) => {
                let closure = Arc::clone(closure);
                let captured = self.frame.capture();
                Value::Closure(Rc::new(ClosureValue { closure, captured, line: expression.line, name: None }))
            }
            Kind::Block(block) => self.block(block),
            Kind::If { condition, text, then, otherwise } => {
                let text = self.slice(text.clone());
                self.choose(condition, &text, then, otherwise.as_deref())
            }
            Kind::Match { on, text, arms } => self.matching(on, text.clone(), arms),
            Kind::For { pattern, over, body } => self.each(pattern, over, body),
            Kind::While { condition, text, body } => {
                let text = self.slice(text.clone());
                self.repeated(condition, text, body)
            }
            Kind::Loop(body) => self.endless(body),
            Kind::Assign(place, value) => {
                let value = self.value(value);
                self.assign(place, value);
                Value::unit()
            }
            Kind::Append(place, value) => {
                let (before, value) = (self.value(place), self.value(value));
                let value = self.added(&before, &value);
                self.assign(place, value);
                Value::unit()
            }
            Kind::Add(left, right) => {
                let (left, right) = (self.value(left), self.value(right));
                self.added(&left, &right)
            }
            Kind::Or(left, right) => self.either(left, right),
            Kind::Operation(operator, left, right) => self.operation(*operator, left, right),
            Kind::Not(of) => match self.value(of) {
                Value::Truth(truth) => Value::Truth(!truth),
                _ => Value::unknown("…"),
            },
            Kind::Let(pattern, value) => {
                let value = self.value(value);
                match self.bind(pattern, &value) {
                    Fit::Yes => Value::Truth(true),
                    Fit::No => Value::Truth(false),
                    Fit::Perhaps => Value::unknown("let"),
                }
            }
            Kind::Return(value) => {
                let value = value.as_ref().map_or_else(Value::unit, |value| self.value(value));
                self.frame.returned.push((self.frame.conditions.clone(), value));
                self.frame.flow = Flow::Return;
                Value::unknown("!")
            }
            Kind::Break(value) => {
                let value = value.as_ref().map_or_else(Value::unit, |value| self.value(value));
                self.frame.flow = Flow::Break;
                self.frame.broken = Some(value);
                Value::unknown("!")
            }
            Kind::Continue => {
                self.frame.flow = Flow::Continue;
                Value::unit()
            }
            Kind::Macro(called) => self.macro_call(called),
            Kind::Cases(cases) => self.cases(cases),
            Kind::Opaque => Value::unknown("…"),
        }
    }

    pub fn values(&mut self, expressions: &[Expression]) -> Vec<Value> {
        expressions.iter().map(|expression| self.argument(expression)).collect()
    }

    /// An argument or element: where it is not known, its text says what it is.
    pub fn argument(&mut self, expression: &Expression) -> Value {
        let value = self.value(expression);
        match &value {
            Value::Unknown(unknown) if unknown.text == "…" => {
                let unknown = super::value::Unknown { text: self.written(expression), ..(**unknown).clone() };
                Value::Unknown(Rc::new(unknown))
            }
            _ => value,
        }
    }

    fn range(&mut self, from: &Expression, to: &Expression, inclusive: bool) -> Value {
        match (self.value(from), self.value(to)) {
            (Value::Number(from), Value::Number(to)) if to.saturating_sub(from) < 256 => {
                let to = if inclusive { to.saturating_add(1) } else { to };
                Value::List(Rc::new((from..to).map(Value::Number).collect()))
            }
            _ => Value::unknown("…"),
        }
    }

    fn structure(&mut self, path: &Path, fields: &[(String, Expression)], rest: Option<&Expression>) -> Value {
        let mut known = BTreeMap::new();
        if let Some(rest) = rest
            && let Value::Object(object) = self.value(rest)
        {
            known.extend(object.fields.clone());
        }
        let of = Type::Path { of: None, path: path.names.clone(), arguments: path.types.clone() };
        let of = self.typed(&of);
        for (name, value) in fields {
            let value = self.argument(value);
            known.insert(name.clone(), value);
        }
        Value::Object(Rc::new(Object { of: Some(of), fields: known }))
    }

    fn choose(&mut self, condition: &Expression, text: &str, then: &Block, otherwise: Option<&Expression>) -> Value {
        let variables = self.frame.variables.len();
        let is_literal = matches!(condition.kind, Kind::Truth(_));
        let holds = self.value(condition);
        let value = match holds {
            Value::Truth(true) if !is_literal => self.block(then),
            Value::Truth(false) if !is_literal => {
                self.frame.variables.truncate(variables);
                otherwise.map_or_else(Value::unit, |otherwise| self.value(otherwise))
            }
            _ => {
                let taken = self.branch(text.to_owned(), |this| this.block(then));
                self.frame.variables.truncate(variables);
                let not_taken = self
                    .branch(not(text), |this| otherwise.map_or_else(Value::unit, |otherwise| this.value(otherwise)));
                self.after(vec![taken, not_taken])
            }
        };
        self.frame.variables.truncate(variables);
        value
    }

    fn matching(&mut self, on: &Expression, text: std::ops::Range<usize>, arms: &[Arm]) -> Value {
        let value = self.value(on);
        let on = self.slice(text);
        let mut branches = Vec::new();
        for arm in arms {
            let variables = self.frame.variables.len();
            let fit = self.bind(&arm.pattern, &value);
            if fit == Fit::No {
                self.frame.variables.truncate(variables);
                continue;
            }
            let is_certain = fit == Fit::Yes && !arm.has_guard && arm.conditions.is_empty();
            if is_certain && branches.is_empty() && !value.is_unknown() {
                let value = self.value(&arm.body);
                self.frame.variables.truncate(variables);
                return value;
            }
            let condition = match arm.conditions.join(" and ") {
                outer if outer.is_empty() => format!("{on} is {}", self.slice(arm.text.clone())),
                outer => format!("{outer} and {on} is {}", self.slice(arm.text.clone())),
            };
            let mut branch = self.branch(condition, |this| this.value(&arm.body));
            branch.variables.truncate(variables);
            self.frame.variables.truncate(variables);
            branches.push(branch);
            if is_certain && !value.is_unknown() {
                break;
            }
        }
        if branches.is_empty() { Value::unknown("…") } else { self.after(branches) }
    }

    /// A value that is known to be of a type, which tells what it is if nothing else does.
    pub fn as_type(&mut self, value: Value, of: &Type) -> Value {
        let Value::Unknown(unknown) = &value else { return value };
        if unknown.of.is_some() || !unknown.routers.is_empty() || unknown.text != "Default::default()" {
            return value;
        }
        let of = self.typed(of);
        self.default_value(&of).unwrap_or(value)
    }

    /// What is there from outside, of which only the type is known. A router has the routes that are added here.
    pub fn given(&mut self, text: &str, of: Typed) -> Value {
        let value = self.default_value(&of).unwrap_or_else(|| Value::typed(text, of));
        if let Value::Router(id) = value {
            self.routers[id].given = Some(text.into());
        }
        value
    }
}
