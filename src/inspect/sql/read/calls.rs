//! Calls of functions: those of sqlx that take SQL, and those of the file.

use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprPath, GenericArgument, PathArguments, Token};

use super::expressions::pieces;
use super::functions::Function;
use super::value::Value;
use super::{CALLS, Piece, Ty, Walk};
use crate::inspect::sql::{Row, Written};
use crate::problem::Span;

impl<'a> Walk<'a> {
    pub(super) fn call(&mut self, call: &'a ExprCall) -> Value {
        let Expr::Path(path) = &*call.func else {
            self.expr(&call.func);
            self.all(&call.args);
            return Value::Unknown;
        };
        let names: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
        let Some((last, before)) = names.split_last() else { return Value::Unknown };
        let at = path.path.segments.last().map_or(0..0, |part| part.ident.span().byte_range());
        match last.as_str() {
            "query" | "query_as" | "query_scalar" | "raw_sql" | "query_with" | "query_as_with"
            | "query_scalar_with"
                if self.is_sqlx(last, before) =>
            {
                self.statement_of(call, path, last, at)
            }
            "new" | "with_arguments" if before.last().is_some_and(|before| before == "QueryBuilder") => {
                let mut values = self.all(&call.args).into_iter();
                self.builders.push(values.next().map_or_else(Vec::new, pieces));
                Value::Builder(self.builders.len() - 1)
            }
            "new" | "with_capacity" if before.last().is_some_and(|before| before == "String") => {
                self.all(&call.args);
                Value::Text(Vec::new())
            }
            "Ok" | "Some" | "AssertSqlSafe" | "from" | "from_static" | "Borrowed" | "Owned" if call.args.len() == 1 => {
                self.all(&call.args).pop().unwrap_or(Value::Unknown)
            }
            _ => {
                let owner = before
                    .last()
                    .map(|owner| if owner == "Self" { self.owner.as_deref().unwrap_or("Self") } else { owner });
                let owner = owner.map(str::to_owned);
                let values = self.all(&call.args);
                self.own(owner.as_deref(), last, values)
            }
        }
    }

    pub(super) fn all(&mut self, arguments: &'a Punctuated<Expr, Token![,]>) -> Vec<Value> {
        arguments.iter().map(|argument| self.expr(argument)).collect()
    }

    /// Whether a function is sqlx's: by its path, or by what the file uses.
    fn is_sqlx(&self, name: &str, before: &[String]) -> bool {
        if let Some(first) = before.first() {
            return first == "sqlx";
        }
        self.code.uses.iter().any(|used| used.path.starts_with("sqlx") && (used.name == name || used.name == "*"))
    }

    fn statement_of(&mut self, call: &'a ExprCall, path: &ExprPath, name: &str, at: Span) -> Value {
        let types = turbofish(path, self.owner.as_deref());
        let row = match name {
            "query_as" | "query_as_with" => Row::Whole(types.get(1).cloned().filter(Ty::is_known)),
            "query_scalar" | "query_scalar_with" => Row::First(types.get(1).cloned().filter(Ty::is_known)),
            _ => Row::Untyped,
        };
        let mut values = self.all(&call.args).into_iter();
        let sql = values.next().map_or_else(Vec::new, pieces);
        let binds = (!name.ends_with("_with")).then_some(0);
        let query = self.begin(at, sql, row, binds, false);
        if let Value::Query(at) = query
            && name == "raw_sql"
        {
            self.queries[at].many = true;
        }
        query
    }

    /// A new statement.
    pub(super) fn begin(
        &mut self,
        call: Span,
        pieces: Vec<Piece>,
        row: Row,
        binds: Option<usize>,
        is_macro: bool,
    ) -> Value {
        let executor = String::new();
        self.queries.push(Written {
            call,
            pieces,
            binds,
            many: false,
            is_macro,
            row,
            fetch: None,
            executor,
            gets: Vec::new(),
        });
        self.begun.push(self.loops);
        Value::Query(self.queries.len() - 1)
    }

    /// What a function of the file returns, where it is given something of a statement, or may make it.
    pub(super) fn own(&mut self, owner: Option<&str>, name: &str, arguments: Vec<Value>) -> Value {
        let Some(function) = self.functions.find(owner, name) else { return Value::Unknown };
        let makes = || {
            let returns = Ty::returned(&function.signature.output, None);
            let returns = returns.inside("Result").or_else(|| returns.inside("Option")).unwrap_or(&returns);
            ["QueryBuilder", "Query", "QueryAs", "QueryScalar", "String", "str", "Cow"].contains(&returns.name.as_str())
        };
        for ((_, ty), value) in function.parameters().zip(&arguments) {
            self.expect(value, &ty);
        }
        if self.calls >= CALLS || !(arguments.iter().any(Value::matters) || makes()) {
            return Value::Unknown;
        }
        self.follow(function, arguments)
    }

    fn follow(&mut self, function: &'a Function<'a>, arguments: Vec<Value>) -> Value {
        self.calls += 1;
        let loops = std::mem::take(&mut self.loops);
        let value = self.enter(function, arguments);
        self.loops = loops;
        self.calls -= 1;
        value
    }
}

/// The types in `::<…>` behind a path.
fn turbofish(path: &ExprPath, owner: Option<&str>) -> Vec<Ty> {
    match path.path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(list)) => types(list, owner),
        _ => Vec::new(),
    }
}

pub fn types(list: &syn::AngleBracketedGenericArguments, owner: Option<&str>) -> Vec<Ty> {
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(Ty::of(ty, owner)),
        _ => None,
    });
    types.collect()
}
