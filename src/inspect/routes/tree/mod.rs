//! What routes are read from: a file's items and, on demand, the bodies of its functions. Nothing here refers to a syntax tree, so it
//! may cross threads and be kept.

mod expression;
mod types;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use expression::{Arm, Block, Closure, Expression, Invocation, Kind, Operator, Path, Pattern, Statement};
pub use types::Type;

/// The items of a file.
#[derive(Debug, Clone, Default)]
pub struct Module {
    pub items: Vec<Item>,
}

/// Something with a name. Items that are there in tests only are left out.
#[derive(Debug, Clone)]
pub struct Item {
    /// Empty where there is none.
    pub name: String,
    pub line: usize,
    /// Each `cfg(…)` on it, as written.
    pub conditions: Vec<String>,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    /// A module: with its items, or in another file, perhaps at a path.
    Module {
        path: Option<String>,
        items: Option<Vec<Item>>,
    },
    /// One name that is imported; `glob` takes all that the path has.
    Import {
        path: Vec<String>,
        glob: bool,
    },
    Function(Arc<Function>),
    Implementation(Arc<Implementation>),
    Trait(Arc<Trait>),
    /// A constant or static.
    Constant(Arc<Constant>),
    Alias(Arc<Type>),
    Structure(Arc<Structure>),
    Enumeration(Arc<Enumeration>),
    /// `macro_rules!`: the bytes of its rules.
    Rules(Range<usize>),
    /// A macro called where items stand.
    Call(Invocation),
}

#[derive(Debug)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub conditions: Vec<String>,
    pub generics: Vec<Generic>,
    pub receiver: Option<Receiver>,
    pub parameters: Vec<(Pattern, Type)>,
    pub output: Type,
    pub body: Option<Body>,
    /// What `#[utoipa::path(…)]` says of it.
    pub operation: Option<Operation>,
    /// Hashes of the words in its body, sorted.
    pub words: Box<[u32]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    Value,
    Shared,
    Exclusive,
}

/// A type parameter and the traits it has.
#[derive(Debug, Clone)]
pub struct Generic {
    pub name: String,
    pub bounds: Vec<Type>,
}

/// The methods and path of `#[utoipa::path(get, path = "/rooms")]`.
#[derive(Debug, Clone, Default)]
pub struct Operation {
    pub methods: Vec<String>,
    pub path: Option<String>,
    /// The path where it is no text but an expression.
    pub expression: Option<String>,
    pub context: String,
}

#[derive(Debug)]
pub struct Implementation {
    pub generics: Vec<Generic>,
    pub of: Option<Type>,
    pub on: Type,
    pub members: Members,
}

#[derive(Debug)]
pub struct Trait {
    pub members: Members,
}

/// What an `impl` or a trait holds.
#[derive(Debug, Default)]
pub struct Members {
    pub functions: Vec<Arc<Function>>,
    pub constants: Vec<(String, Arc<Constant>)>,
    pub types: Vec<(String, Type)>,
}

#[derive(Debug)]
pub struct Constant {
    pub line: usize,
    pub of: Type,
    pub value: Option<Body>,
    pub words: Box<[u32]>,
}

#[derive(Debug, Default)]
pub struct Structure {
    pub fields: Vec<(String, Type)>,
    pub derives_default: bool,
    /// The path of axum-extra's `#[typed_path("…")]`.
    pub path: Option<String>,
}

#[derive(Debug, Default)]
pub struct Enumeration {
    /// The names of its variants.
    pub variants: Vec<String>,
    /// The types that they hold.
    pub held: Vec<Type>,
}

/// The text of a block or of a constant's value, which is lowered once it is asked for.
#[derive(Debug)]
pub struct Body {
    pub bytes: Range<usize>,
    pub line: usize,
    pub(super) lowered: OnceLock<Arc<Block>>,
}

impl Body {
    #[must_use]
    pub fn new(bytes: Range<usize>, line: usize) -> Self {
        Self { bytes, line, lowered: OnceLock::new() }
    }
}
