//! Operators: what they make of values that are known.

use std::rc::Rc;

use super::Evaluator;
use super::value::Value;
use crate::inspect::routes::tree::{Expression, Operator};

impl Evaluator<'_> {
    /// `left operator right`. The right side of `&&` and `||` counts only if the left one does not decide.
    pub fn operation(&mut self, operator: Operator, left: &Expression, right: &Expression) -> Value {
        let left = self.value(left);
        match (operator, &left) {
            (Operator::And, Value::Truth(false)) | (Operator::Or, Value::Truth(true)) => return left,
            _ => {}
        }
        let right = self.value(right);
        operate(operator, &left, &right).unwrap_or_else(|| Value::unknown("…"))
    }

    /// `a | b`.
    pub fn either(&mut self, left: &Expression, right: &Expression) -> Value {
        match (self.value(left), self.value(right)) {
            (Value::Filter(one), Value::Filter(other)) => {
                Value::Filter(Rc::new(one.iter().chain(other.iter()).cloned().collect()))
            }
            (Value::Truth(one), Value::Truth(other)) => Value::Truth(one | other),
            _ => Value::unknown("…"),
        }
    }
}

fn operate(operator: Operator, left: &Value, right: &Value) -> Option<Value> {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        return Some(match operator {
            Operator::Equal => Value::Truth(left == right),
            Operator::Unequal => Value::Truth(left != right),
            Operator::Less => Value::Truth(left < right),
            Operator::AtMost => Value::Truth(left <= right),
            Operator::More => Value::Truth(left > right),
            Operator::AtLeast => Value::Truth(left >= right),
            Operator::Modulo => Value::Number(left.checked_rem(*right)?),
            Operator::Minus => Value::Number(left.saturating_sub(*right)),
            Operator::Times => Value::Number(left.saturating_mul(*right)),
            Operator::And | Operator::Or | Operator::Other => return None,
        });
    }
    match operator {
        Operator::And => match (left, right) {
            (_, Value::Truth(false)) => Some(Value::Truth(false)),
            (Value::Truth(true), Value::Truth(true)) => Some(Value::Truth(true)),
            _ => None,
        },
        Operator::Or => match (left, right) {
            (_, Value::Truth(true)) => Some(Value::Truth(true)),
            (Value::Truth(false), Value::Truth(false)) => Some(Value::Truth(false)),
            _ => None,
        },
        Operator::Equal => equal(left, right).map(Value::Truth),
        Operator::Unequal => equal(left, right).map(|equal| Value::Truth(!equal)),
        _ => None,
    }
}

/// Whether two values are equal, if that is known. What variants of the project's own mean by it is not.
fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left == right),
        (Value::Truth(left), Value::Truth(right)) => Some(left == right),
        (Value::Variant(left, held), Value::Variant(right, others)) if held.is_empty() && others.is_empty() => {
            Some(left == right)
        }
        _ => None,
    }
}
