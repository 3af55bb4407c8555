//! Follows strings through a file: each function is gone through once for each way its branches could build a statement, as
//! if it were run with values that nobody knows.

mod blocks;
mod calls;
mod expressions;
mod finish;
mod functions;
mod macros;
mod methods;
mod text;
mod value;

use syn::Block;

use self::functions::{Function, Functions};
use self::value::{Scope, Value};
use super::{Module, Piece, Ty, Written};
use crate::inspect::code;

/// Expressions of one file that are followed; a file with more is read in part.
const STEPS: usize = 100_000;

/// Expressions in expressions.
const DEEP: usize = 150;

/// Functions in functions.
const CALLS: usize = 4;

/// Ways through the branches of a function.
const WAYS: usize = 8;

impl Module {
    /// Reads a file; `code` is what else is known of it.
    #[must_use]
    pub fn read(file: &syn::File, code: &code::Module) -> Self {
        let functions = Functions::of(file);
        let mut walk = Walk::new(code, &functions);
        let (consts, on_purpose) = walk.consts(file);
        let text = &code.source.text;
        if text.contains("sqlx") || text.contains("QueryBuilder") {
            for function in functions.all() {
                walk.root(function);
            }
        }
        Self { written: finish::finish(walk.found), consts, on_purpose }
    }
}

/// The way through a function.
struct Walk<'a> {
    code: &'a code::Module,
    functions: &'a Functions<'a>,
    scopes: Vec<Scope>,
    /// What each query builder holds.
    builders: Vec<Vec<Piece>>,
    /// The statements of this way.
    queries: Vec<Written>,
    /// The statements of all ways.
    found: Vec<Written>,
    /// Which way: of each branching, the arm of this number or the last one.
    way: usize,
    /// How many ways make a difference.
    ways: usize,
    loops: usize,
    /// Whether each statement was begun in the loop that is gone through.
    begun: Vec<usize>,
    deep: usize,
    calls: usize,
    steps: usize,
    owner: Option<String>,
    returns: Ty,
    returned: Option<Value>,
}

impl<'a> Walk<'a> {
    fn new(code: &'a code::Module, functions: &'a Functions<'a>) -> Self {
        Self {
            code,
            functions,
            scopes: Vec::new(),
            builders: Vec::new(),
            queries: Vec::new(),
            found: Vec::new(),
            way: 0,
            ways: 1,
            loops: 0,
            begun: Vec::new(),
            deep: 0,
            calls: 0,
            steps: 0,
            owner: None,
            returns: Ty::named("_"),
            returned: None,
        }
    }

    /// Goes through a function that nobody has called, each way.
    fn root(&mut self, function: &'a Function<'a>) {
        (self.way, self.ways) = (0, 1);
        while self.way < self.ways.min(WAYS) {
            self.builders.clear();
            self.begun.clear();
            let parameters: Vec<_> = function.parameters().collect();
            let arguments = parameters.iter().map(|(_, ty)| self.unknown(ty)).collect();
            self.enter(function, arguments);
            self.found.append(&mut self.queries);
            self.way += 1;
        }
    }

    /// A parameter that nobody has given.
    fn unknown(&mut self, ty: &Ty) -> Value {
        let unknown = Piece::Unknown("it is a parameter, and no caller in this file gives it".to_owned());
        match ty.name.as_str() {
            "str" | "String" | "Cow" => Value::Text(vec![unknown]),
            "QueryBuilder" => {
                self.builders.push(vec![unknown]);
                Value::Builder(self.builders.len() - 1)
            }
            _ => Value::Unknown,
        }
    }

    /// Goes through a function with these arguments, and gives what it returns.
    fn enter(&mut self, function: &'a Function<'a>, arguments: Vec<Value>) -> Value {
        let outer = std::mem::replace(&mut self.scopes, vec![Scope::default()]);
        let owner = std::mem::replace(&mut self.owner, function.owner.clone());
        let returns =
            std::mem::replace(&mut self.returns, Ty::returned(&function.signature.output, function.owner.as_deref()));
        let returned = self.returned.take();
        for ((pattern, ty), value) in function.parameters().zip(arguments) {
            self.expect(&value, &ty);
            self.bind(pattern, value);
        }
        let value = self.body(function.block);
        self.scopes = outer;
        self.owner = owner;
        self.returns = returns;
        let early = std::mem::replace(&mut self.returned, returned);
        match (value, early) {
            (Value::Unknown, Some(early)) => early,
            (value, _) => value,
        }
    }

    fn body(&mut self, block: &'a Block) -> Value {
        let value = self.block(block);
        let returns = self.returns.clone();
        self.expect(&value, &returns);
        value
    }

    fn local(&self, name: &str) -> Option<&Value> {
        self.scopes.iter().rev().find_map(|scope| scope.values.get(name))
    }

    fn local_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.scopes.iter_mut().rev().find_map(|scope| scope.values.get_mut(name))
    }

    /// A name's first value as written.
    fn written(&self, name: &str) -> Option<&str> {
        let scope = self.scopes.iter().rev().find(|scope| scope.values.contains_key(name))?;
        scope.written.get(name).map(String::as_str)
    }
}
