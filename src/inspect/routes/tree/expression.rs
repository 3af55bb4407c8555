//! Expressions, patterns and statements. What cannot lead to a route is [`Kind::Opaque`], and what does not change a value (`&`, `?`,
//! `.await`, brackets, casts) is left out.

use std::ops::Range;
use std::sync::Arc;

use super::{Item, Type};

/// An expression, with its line and, where it is an argument or an element, its bytes.
#[derive(Debug, Clone)]
pub struct Expression {
    pub line: usize,
    pub bytes: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Path(Path),
    Text(String),
    Number(i128),
    Truth(bool),
    Call {
        of: Box<Expression>,
        arguments: Vec<Expression>,
    },
    /// `line` is that of the method's name.
    Method {
        on: Box<Expression>,
        name: String,
        line: usize,
        types: Vec<Type>,
        arguments: Vec<Expression>,
    },
    Field(Box<Expression>, String),
    Index(Box<Expression>, Box<Expression>),
    /// `&mut place`.
    Exclusive(Box<Expression>),
    Structure {
        path: Path,
        fields: Vec<(String, Expression)>,
        rest: Option<Box<Expression>>,
    },
    List(Vec<Expression>),
    Repeat(Box<Expression>, Box<Expression>),
    Range {
        from: Box<Expression>,
        to: Box<Expression>,
        inclusive: bool,
    },
    Tuple(Vec<Expression>),
    Closure(Arc<Closure>),
    Block(Block),
    /// `text` is the condition as written.
    If {
        condition: Box<Expression>,
        text: Range<usize>,
        then: Block,
        otherwise: Option<Box<Expression>>,
    },
    Match {
        on: Box<Expression>,
        text: Range<usize>,
        arms: Vec<Arm>,
    },
    For {
        pattern: Pattern,
        over: Box<Expression>,
        body: Block,
    },
    While {
        condition: Box<Expression>,
        text: Range<usize>,
        body: Block,
    },
    Loop(Block),
    Assign(Box<Expression>, Box<Expression>),
    /// `a += b`.
    Append(Box<Expression>, Box<Expression>),
    Add(Box<Expression>, Box<Expression>),
    /// `a | b`.
    Or(Box<Expression>, Box<Expression>),
    Operation(Operator, Box<Expression>, Box<Expression>),
    /// `!a`.
    Not(Box<Expression>),
    /// `let pattern = value` in a condition.
    Let(Box<Pattern>, Box<Expression>),
    Return(Option<Box<Expression>>),
    Break(Option<Box<Expression>>),
    Continue,
    Macro(Invocation),
    /// One of several, each under its `cfg(…)`.
    Cases(Vec<(Vec<String>, Expression)>),
    Opaque,
}

/// An operator that may decide which way it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    And,
    Or,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Minus,
    Modulo,
    Times,
    Other,
}

#[derive(Debug, Clone)]
pub struct Closure {
    pub parameters: Vec<Pattern>,
    pub body: Expression,
}

/// A path with the arguments of its last two segments, and what is in `<T as …>`.
#[derive(Debug, Clone, Default)]
pub struct Path {
    pub of: Option<Type>,
    pub names: Vec<String>,
    /// Of the last segment.
    pub types: Vec<Type>,
    /// Of the one before.
    pub owner: Vec<Type>,
}

/// A macro that is called, with the bytes between its brackets.
#[derive(Debug, Clone)]
pub struct Invocation {
    pub path: Vec<String>,
    pub bytes: Range<usize>,
    pub line: usize,
}

#[derive(Debug, Clone)]
pub struct Arm {
    pub conditions: Vec<String>,
    pub pattern: Pattern,
    /// The pattern and its guard, as written.
    pub text: Range<usize>,
    pub has_guard: bool,
    pub body: Expression,
}

#[derive(Debug, Clone, Default)]
pub struct Block {
    pub statements: Vec<Statement>,
    /// What it evaluates to.
    pub value: Option<Box<Expression>>,
    /// Items within it.
    pub items: Vec<Item>,
}

#[derive(Debug, Clone)]
pub struct Statement {
    /// Each `cfg(…)` on it, as written.
    pub conditions: Vec<String>,
    /// What is bound, if it is a `let`.
    pub pattern: Option<Pattern>,
    pub value: Option<Expression>,
    /// The block of `let … else`.
    pub otherwise: Option<Block>,
}

#[derive(Debug, Clone)]
pub enum Pattern {
    /// A name that is bound, perhaps to what a further pattern matches.
    Name(String, Option<Box<Pattern>>),
    Anything,
    /// `..`
    Rest,
    Tuple(Vec<Pattern>),
    List(Vec<Pattern>),
    Variant {
        path: Vec<String>,
        parts: Vec<Pattern>,
    },
    Structure {
        path: Vec<String>,
        fields: Vec<(String, Pattern)>,
    },
    Path(Vec<String>),
    Literal(Box<Expression>),
    Either(Vec<Pattern>),
    Typed(Box<Pattern>, Type),
    Opaque,
}
