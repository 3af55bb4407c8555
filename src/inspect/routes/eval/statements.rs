//! Blocks.

use std::rc::Rc;
use std::sync::Arc;

use super::Evaluator;
use super::branch::not;
use super::frame::Flow;
use super::match_pattern::Fit;
use super::value::{ClosureValue, Handler, Value};
use crate::inspect::routes::tree::{Block, Kind, Pattern, Statement};

impl Evaluator<'_> {
    /// The body of a function or constant, whose block is kept.
    pub fn body(&mut self, block: &Arc<Block>) -> Value {
        if !block.items.is_empty() {
            self.kept.push(Arc::clone(block));
        }
        self.block(block)
    }

    /// A block with a scope of its own.
    pub fn block(&mut self, block: &Block) -> Value {
        let variables = self.frame.variables.len();
        let value = self.unscoped(block);
        self.frame.variables.truncate(variables);
        value
    }

    /// A block whose variables stay: what a macro made.
    pub fn unscoped(&mut self, block: &Block) -> Value {
        let module = self.frame.module;
        self.enter(block);
        let mut value = Value::unit();
        for statement in &block.statements {
            self.statement(statement);
            if self.frame.flow != Flow::On {
                break;
            }
        }
        if let (Flow::On, Some(last)) = (self.frame.flow, &block.value) {
            value = self.value(last);
        }
        self.frame.module = module;
        value
    }

    /// Makes the items of a block known.
    fn enter(&mut self, block: &Block) {
        if block.items.is_empty() {
            return;
        }
        let key = (std::ptr::from_ref(block) as usize, self.frame.module);
        if let Some(&known) = self.blocks.get(&key) {
            self.frame.module = known;
            return;
        }
        let module = self.program.block(self.frame.module, self.program.modules[self.frame.module].text);
        let pending: Vec<usize> = block.items.iter().filter_map(|item| self.program.define(module, item)).collect();
        for id in pending {
            self.program.implement(id);
        }
        self.blocks.insert(key, module);
        self.frame.module = module;
    }

    fn statement(&mut self, statement: &Statement) {
        if statement.conditions.is_empty() {
            self.plain(statement);
            return;
        }
        let condition = statement.conditions.join(" and ");
        let before = self.frame.variables.len();
        let mut taken = self.branch(condition.clone(), |this| {
            this.plain(statement);
            Value::unit()
        });
        // A name that is bound only where the condition holds, over one of the same name, is one of the two.
        let bound = taken.variables.split_off(before.min(taken.variables.len()));
        let not_taken = self.branch(not(&condition), |_| Value::unit());
        self.after(vec![taken, not_taken]);
        for (name, value) in bound {
            let value = match self.frame.get(&name).cloned() {
                Some(outer) => self.join(vec![(condition.clone(), value), (not(&condition), outer)]),
                None => self.join(vec![(condition.clone(), value), (not(&condition), Value::none())]),
            };
            self.frame.bind(&name, value);
        }
    }

    fn plain(&mut self, statement: &Statement) {
        let pattern = match (&statement.pattern, &statement.value) {
            (None | Some(Pattern::Anything), Some(value)) => {
                self.dropped(value);
                return;
            }
            (None, None) => return,
            (Some(pattern), _) => pattern,
        };
        let value = match &statement.value {
            Some(value) => self.argument(value),
            None => Value::unknown("…"),
        };
        if self.frame.flow != Flow::On {
            return;
        }
        if let Some(otherwise) = &statement.otherwise {
            let variables = self.frame.variables.len();
            let fit = self.bind(pattern, &value);
            self.frame.variables.truncate(variables);
            if fit == Fit::No {
                self.block(otherwise);
                return;
            }
            // What is done where the pattern does not fit leaves the function or the loop.
            self.branch("else".to_owned(), |this| this.block(otherwise));
            self.frame.returned.retain(|(conditions, _)| conditions.last().is_none_or(|last| last != "else"));
        }
        let refers = match (pattern, statement.value.as_ref().map(|value| &value.kind)) {
            (Pattern::Name(name, None), Some(Kind::Exclusive(place))) => Some((name, place)),
            (Pattern::Name(name, None), _) => {
                self.frame.aliases.retain(|(alias, _)| alias != name);
                None
            }
            _ => None,
        };
        if let Some((name, place)) = refers {
            self.frame.aliases.push((name.clone(), Rc::new((**place).clone())));
        }
        self.bind(pattern, &named(pattern, value));
    }

    /// What two values are together: `a + b`.
    pub fn added(&mut self, left: &Value, right: &Value) -> Value {
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => Value::Number(left.saturating_add(*right)),
            (Value::List(left), Value::List(right)) => {
                Value::List(Rc::new(left.iter().chain(right.iter()).cloned().collect()))
            }
            _ => self.concat(&[left.clone(), right.clone()]),
        }
    }
}

/// A handler that is given a name goes by that name.
fn named(pattern: &Pattern, value: Value) -> Value {
    let Pattern::Name(name, None) = pattern else { return value };
    match value {
        Value::Handler(handler) => Value::Handler(Rc::new(Handler { text: name.clone(), ..(*handler).clone() })),
        Value::Closure(closure) if closure.name.is_none() => {
            let ClosureValue { closure, captured, line, .. } = &*closure;
            let (closure, captured) = (Arc::clone(closure), captured.clone());
            Value::Closure(Rc::new(ClosureValue { closure, captured, line: *line, name: Some(name.clone()) }))
        }
        value => value,
    }
}
