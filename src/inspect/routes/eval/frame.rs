//! What a function that is being evaluated knows.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::value::{Typed, Value};
use crate::inspect::routes::Place;
use crate::inspect::routes::tree::Expression;

/// The state of one call.
#[derive(Debug, Default)]
pub struct Frame {
    /// Which call it is.
    pub id: usize,
    pub module: usize,
    /// What `Self` is.
    pub on: Option<Typed>,
    pub generics: Rc<BTreeMap<String, Typed>>,
    /// Variables, the newest last.
    pub variables: Vec<(String, Value)>,
    /// Names that refer to a place: `let name = &mut place`.
    pub aliases: Vec<(String, Rc<Expression>)>,
    /// The conditions around what is being evaluated.
    pub conditions: Vec<String>,
    /// What was returned early, under which conditions.
    pub returned: Vec<(Vec<String>, Value)>,
    pub flow: Flow,
    /// The value of a `break`.
    pub broken: Option<Value>,
    /// The branches that left the round of the loop that is being evaluated.
    pub left: Vec<Left>,
    /// How many of the conditions are around that loop.
    pub outside: usize,
    /// Where the call is written; where what it is given is, if that only hands on what it was given itself.
    pub called_at: Option<Place>,
}

/// How it goes on behind an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flow {
    #[default]
    On,
    /// Back to the caller.
    Return,
    /// Out of the loop.
    Break,
    /// To the next round of the loop.
    Continue,
    /// Every way on has left the round, each to where [`Frame::left`] says.
    Left,
}

/// A branch that left a round of a loop.
#[derive(Debug)]
pub struct Left {
    pub is_break: bool,
    pub condition: String,
    pub value: Value,
    pub variables: Vec<(String, Value)>,
}

/// What a closure takes along from where it is written.
#[derive(Debug, Clone)]
pub struct Captured {
    pub frame: usize,
    pub module: usize,
    pub on: Option<Typed>,
    pub generics: Rc<BTreeMap<String, Typed>>,
    pub variables: Vec<(String, Value)>,
}

impl Frame {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.variables.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.variables.iter_mut().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn bind(&mut self, name: &str, value: Value) {
        self.variables.push((name.to_owned(), value));
    }

    pub fn capture(&self) -> Captured {
        Captured {
            frame: self.id,
            module: self.module,
            on: self.on.clone(),
            generics: Rc::clone(&self.generics),
            variables: self.variables.clone(),
        }
    }
}
