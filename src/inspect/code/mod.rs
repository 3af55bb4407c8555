//! What is written in a Rust file: functions and the calls in them, types, constants, and names. Rules are searches over it.
//!
//! It is syntax only: names are as they are written, and nothing is resolved. Texts of expressions and types are kept as
//! positions, and [`Module::text`] gives them.

mod body;
mod items;
mod macros;
mod places;
pub mod words;

use std::borrow::Cow;

use crate::problem::{Problem, Source, Span};

/// One Rust file.
#[derive(Debug, Default)]
pub struct Module {
    pub source: Source,
    /// In the order of the file; a function inside another one comes after it.
    pub functions: Vec<Function>,
    /// Structs, enums and unions.
    pub types: Vec<Type>,
    /// `impl` blocks, and traits with what they define.
    pub impls: Vec<Impl>,
    /// `const` and `static`, also those in functions and impls.
    pub consts: Vec<Const>,
    /// What `use` brings into the file's scopes, one name each.
    pub uses: Vec<Use>,
    /// `mod name;` and `mod name { … }`.
    pub modules: Vec<Submodule>,
}

/// A function, with or without a body.
#[derive(Debug, Default)]
pub struct Function {
    pub name: String,
    /// The inline modules it stands in.
    pub module: Vec<String>,
    /// Index of the `impl` or trait it belongs to.
    pub of: Option<usize>,
    pub attributes: Vec<Attribute>,
    pub parameters: Vec<Parameter>,
    /// Its type, nothing if it returns `()`.
    pub returns: String,
    pub is_public: bool,
    pub is_async: bool,
    /// It is a test, or stands in a `#[cfg(test)]` module of this file.
    pub is_test: bool,
    /// Its name.
    pub at: Span,
    /// From 1.
    pub line: usize,
    /// The block with its braces; empty without one.
    pub body: Span,
    /// In the order in which they happen: arguments before the call that takes them.
    pub calls: Vec<Call>,
    /// The body itself is the first; each closure and async block in it is another.
    pub frames: Vec<Frame>,
    pub lets: Vec<Let>,
    pub awaits: Vec<Await>,
    /// `a[i]` in an expression.
    pub indexes: Vec<Index>,
    /// String literals, also those in macros.
    pub strings: Vec<Literal>,
    /// `loop`, `while` and `for`, with their bodies.
    pub loops: Vec<Span>,
    /// What is only perhaps run: arms of `match`, branches of `if`, what follows `else` of a `let`.
    pub branches: Vec<Span>,
}

#[derive(Debug)]
pub struct Parameter {
    /// `Path(id)`, `self`.
    pub pattern: String,
    /// The names that the pattern binds.
    pub names: Vec<String>,
    /// Of `&self` it is `&Self`.
    pub type_: String,
    pub at: Span,
}

/// `#[path(arguments)]` or `#[path = arguments]`. A doc comment has the path `doc` and its text as arguments.
#[derive(Debug, Clone)]
pub struct Attribute {
    pub path: String,
    pub arguments: String,
    pub at: Span,
}

/// A piece of code with a life of its own: the body of a function, a closure, or an async block.
#[derive(Debug, Clone)]
pub struct Frame {
    pub parent: Option<usize>,
    pub is_async: bool,
    /// The call that a closure or an async block is an argument of, as written: `tokio::task::spawn_blocking`, `map`.
    pub given_to: String,
    pub at: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `a::b(…)`, also of tuple structs.
    Path,
    /// `receiver.method(…)`.
    Method,
    /// `name!(…)`.
    Macro,
}

#[derive(Debug)]
pub struct Call {
    pub kind: Kind,
    /// `sqlx::query`, or a method's or macro's name; nothing where an expression is called.
    pub callee: String,
    /// What stands before the dot of a method.
    pub receiver: Option<Span>,
    /// The types in `::<…>`.
    pub generics: Option<Span>,
    pub arguments: Vec<Argument>,
    /// The whole expression, with the receiver and the arguments.
    pub at: Span,
    /// The callee itself.
    pub name_at: Span,
    /// From 1.
    pub line: usize,
    /// Followed by `.await`.
    pub awaited: bool,
    /// Followed by `?`, perhaps after `.await`.
    pub tried: bool,
    /// It is a statement of its own, closed by `;`: what it returns is dropped.
    pub dropped: bool,
    /// The innermost frame it is in.
    pub frame: usize,
}

#[derive(Debug)]
pub struct Argument {
    pub at: Span,
    /// The value of a string literal.
    pub literal: Option<String>,
}

/// `let pattern: type_ = value;`
#[derive(Debug)]
pub struct Let {
    /// `_`, `mut unit`.
    pub pattern: String,
    pub names: Vec<String>,
    pub type_: String,
    pub value: Option<Argument>,
    /// The calls in the value; the last one is what makes the value, if `is_call`.
    pub calls: std::ops::Range<usize>,
    /// The value is a call, perhaps with `.await`, `?` or `&` around it.
    pub is_call: bool,
    pub at: Span,
    /// Where the block ends that it stands in.
    pub scope_end: usize,
    pub frame: usize,
}

#[derive(Debug)]
pub struct Await {
    pub at: usize,
    /// The call that is awaited, if it is one.
    pub call: Option<usize>,
    pub frame: usize,
}

#[derive(Debug)]
pub struct Index {
    pub at: Span,
    /// What is between the brackets.
    pub index: Span,
    pub frame: usize,
}

#[derive(Debug)]
pub struct Literal {
    pub value: String,
    pub at: Span,
    pub frame: usize,
}

/// A struct, enum or union.
#[derive(Debug)]
pub struct Type {
    pub name: String,
    pub module: Vec<String>,
    pub attributes: Vec<Attribute>,
    pub is_public: bool,
    /// Of a struct or union.
    pub fields: Vec<Field>,
    /// Of an enum.
    pub variants: Vec<Variant>,
    pub is_enum: bool,
    pub at: Span,
    pub line: usize,
}

#[derive(Debug)]
pub struct Variant {
    pub name: String,
    pub attributes: Vec<Attribute>,
    pub fields: Vec<Field>,
    pub at: Span,
}

#[derive(Debug)]
pub struct Field {
    /// In a tuple, its number.
    pub name: String,
    pub type_: String,
    pub attributes: Vec<Attribute>,
    pub is_public: bool,
    pub at: Span,
    pub line: usize,
}

/// `impl trait_ for type_`; of a trait's definition, `type_` is the trait.
#[derive(Debug)]
pub struct Impl {
    /// As written: `FromRequestParts<App>`.
    pub trait_: Option<String>,
    /// As written: `Keyed<K>`.
    pub type_: String,
    pub module: Vec<String>,
    pub attributes: Vec<Attribute>,
    /// `type Rejection = Error;`
    pub types: Vec<(String, String)>,
    pub is_trait: bool,
    pub at: Span,
}

#[derive(Debug)]
pub struct Const {
    pub name: String,
    pub module: Vec<String>,
    /// Index of the `impl` or trait it belongs to.
    pub of: Option<usize>,
    pub type_: String,
    pub value: Argument,
    pub is_static: bool,
    pub at: Span,
    pub line: usize,
}

/// `use a::b as c` is `c` for `a::b`; a glob has the name `*`.
#[derive(Debug)]
pub struct Use {
    pub name: String,
    pub path: String,
    pub module: Vec<String>,
    pub is_public: bool,
}

#[derive(Debug)]
pub struct Submodule {
    pub name: String,
    pub module: Vec<String>,
    pub attributes: Vec<Attribute>,
    pub is_inline: bool,
    pub is_test: bool,
}

impl Module {
    /// Reads a file that has been parsed from the source.
    #[must_use]
    pub fn read(file: &syn::File, source: Source) -> Self {
        items::read(file, source)
    }

    /// What is written at a place.
    #[must_use]
    pub fn text(&self, at: &Span) -> &str {
        self.source.text.get(at.clone()).unwrap_or_default()
    }

    /// What stands before the dot of a method call; nothing for other calls.
    #[must_use]
    pub fn receiver(&self, call: &Call) -> &str {
        call.receiver.as_ref().map_or("", |at| self.text(at))
    }

    /// An argument as written; nothing if there are fewer.
    #[must_use]
    pub fn argument(&self, call: &Call, index: usize) -> &str {
        call.arguments.get(index).map_or("", |argument| self.text(&argument.at))
    }

    /// A path with its first name as `use` has brought it in: `std::fs::read` of `fs::read`.
    #[must_use]
    pub fn full<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let first = path.split("::").next().unwrap_or_default();
        match self.uses.iter().find(|used| used.name == first) {
            Some(used) => Cow::Owned(used.path.clone() + &path[first.len()..]),
            None => Cow::Borrowed(path),
        }
    }

    pub fn problem(&self, at: &Span, message: impl Into<String>) -> Problem {
        self.source.problem(at, message)
    }

    /// The type that a function belongs to, without its parameters: `Message`.
    #[must_use]
    pub fn owner(&self, function: &Function) -> Option<&str> {
        function.of.and_then(|of| self.impls.get(of)).map(Impl::name)
    }
}

impl Impl {
    /// The type's name alone: `Keyed` of `limits::Keyed<K>`.
    #[must_use]
    pub fn name(&self) -> &str {
        last(self.type_.split('<').next().unwrap_or_default().trim_start_matches(['&', ' ']))
    }
}

impl Call {
    /// The last part of the callee: `query` of `sqlx::query`.
    #[must_use]
    pub fn name(&self) -> &str {
        last(&self.callee)
    }
}

impl Function {
    /// The frames around a place in the body, from the innermost outwards.
    pub fn around(&self, frame: usize) -> impl Iterator<Item = &Frame> {
        std::iter::successors(self.frames.get(frame), |frame| frame.parent.and_then(|parent| self.frames.get(parent)))
    }

    /// Whether code in a frame keeps the async runtime from other work while it runs. That of a closure does only where the
    /// function it is given to is known to call it at once.
    #[must_use]
    pub fn runs_async(&self, frame: usize) -> bool {
        for frame in self.around(frame) {
            let is_body = frame.parent.is_none();
            if frame.is_async {
                return true;
            }
            if is_body || !AT_ONCE.contains(&last(&frame.given_to)) {
                return false;
            }
        }
        false
    }

    #[must_use]
    pub fn in_loop(&self, at: usize) -> bool {
        self.loops.iter().any(|span| span.contains(&at))
    }
}

/// Methods of options, results and iterators that call a closure themselves.
const AT_ONCE: [&str; 26] = [
    "all",
    "and_then",
    "any",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "flat_map",
    "fold",
    "for_each",
    "get_or_insert_with",
    "inspect",
    "is_none_or",
    "is_some_and",
    "map",
    "map_err",
    "map_or",
    "map_or_else",
    "ok_or_else",
    "or_else",
    "or_insert_with",
    "retain",
    "scan",
    "then",
    "try_for_each",
    "unwrap_or_else",
];

/// The last part of a path: `c` of `a::b::c`.
#[must_use]
pub fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The text of the doc comments among attributes.
#[must_use]
pub fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.path == "doc");
    let lines: Vec<&str> = lines.map(|line| line.arguments.strip_prefix(' ').unwrap_or(&line.arguments)).collect();
    lines.join("\n")
}
