//! Calls of methods: on texts, query builders, statements and rows.

use syn::{Expr, ExprMethodCall, Lit};

use super::calls::types;
use super::expressions::{one_of, pieces, said};
use super::value::Value;
use super::{Piece, Ty, Walk};
use crate::inspect::sql::{Fetch, Get, Row, Which};

impl<'a> Walk<'a> {
    pub(super) fn method(&mut self, call: &'a ExprMethodCall) -> Value {
        let name = call.method.to_string();
        match self.expr(&call.receiver) {
            Value::Choice(values) => {
                let first = values.into_iter().next().unwrap_or(Value::Unknown);
                self.method_of(first, &name, call)
            }
            value => self.method_of(value, &name, call),
        }
    }

    fn method_of(&mut self, receiver: Value, name: &str, call: &'a ExprMethodCall) -> Value {
        match receiver {
            Value::Text(text) => self.of_text(text, name, call),
            Value::Builder(builder) => self.of_builder(builder, name, call),
            Value::Separated { builder, separator } => self.of_separated(builder, separator, name, call),
            Value::Query(query) => self.of_query(query, name, call),
            Value::Rows(query, fetch) => self.of_rows(query, fetch, name, call),
            Value::Cell(query, get) => {
                self.all(&call.args);
                Value::Cell(query, get)
            }
            Value::Tuple(_) | Value::Choice(_) | Value::Unknown => {
                let is_self = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
                let values = self.all(&call.args);
                let owner = self.owner.clone().filter(|_| is_self);
                match owner {
                    Some(owner) => self.own(Some(&owner), name, values),
                    None => Value::Unknown,
                }
            }
        }
    }

    fn of_text(&mut self, text: Vec<Piece>, name: &str, call: &'a ExprMethodCall) -> Value {
        let mut values = self.all(&call.args).into_iter();
        match name {
            "to_string" | "to_owned" | "into" | "clone" | "as_str" | "as_ref" | "trim" | "trim_end" | "trim_start"
            | "into_boxed_str" | "borrow" | "unwrap" => Value::Text(text),
            "push_str" => {
                self.append(&call.receiver, values.next().unwrap_or(Value::Unknown));
                Value::Unknown
            }
            "push" => {
                let char = call.args.first().and_then(character);
                let piece =
                    char.map_or_else(|| Piece::Unknown("part of it is computed".to_owned()), |char| said(&char));
                self.append(&call.receiver, Value::Text(vec![piece]));
                Value::Unknown
            }
            "replace" | "replacen" | "repeat" | "to_lowercase" | "to_uppercase" => {
                Value::Text(vec![Piece::Unknown(format!("`{name}` computes it"))])
            }
            _ => Value::Unknown,
        }
    }

    fn add(&mut self, builder: usize, more: Vec<Piece>) {
        if let Some(pieces) = self.builders.get_mut(builder) {
            pieces.extend(more);
        }
    }

    fn of_builder(&mut self, builder: usize, name: &str, call: &'a ExprMethodCall) -> Value {
        if matches!(name, "push_values" | "push_tuples") {
            return self.of_tuples(builder, name, call);
        }
        let mut values = self.all(&call.args).into_iter();
        let first = values.next();
        let types = call.turbofish.as_ref().map_or_else(Vec::new, |list| types(list, self.owner.as_deref()));
        let row = || types.first().cloned().filter(Ty::is_known);
        let at = call.method.span().byte_range();
        let built = |walk: &Self| walk.builders.get(builder).cloned().unwrap_or_default();
        match name {
            "push" => self.add(builder, first.map_or_else(Vec::new, pieces)),
            "push_bind" => self.add(builder, vec![Piece::Bind]),
            "separated" => return Value::Separated { builder, separator: first.map_or_else(Vec::new, pieces) },
            "build" => return self.begin(at, built(self), Row::Untyped, Some(0), false),
            "build_query_as" => return self.begin(at, built(self), Row::Whole(row()), Some(0), false),
            "build_query_scalar" => return self.begin(at, built(self), Row::First(row()), Some(0), false),
            "sql" | "into_sql" | "into_string" => return Value::Text(built(self)),
            "reset" => self.builders[builder].truncate(1),
            _ => return Value::Unknown,
        }
        Value::Builder(builder)
    }

    /// `push_values(rows, |mut row, value| { row.push_bind(…); })`, as if there were one row.
    fn of_tuples(&mut self, builder: usize, name: &str, call: &'a ExprMethodCall) -> Value {
        let Some(Expr::Closure(closure)) = call.args.last() else {
            self.add(builder, vec![Piece::Unknown(format!("`{name}` computes it"))]);
            return Value::Builder(builder);
        };
        let open = if name == "push_values" { "VALUES (" } else { "((" };
        self.add(builder, vec![said(open)]);
        self.closure(closure, vec![Value::Separated { builder, separator: vec![said(", ")] }]);
        self.add(builder, vec![said(if name == "push_values" { ")" } else { "))" })]);
        Value::Builder(builder)
    }

    fn of_separated(&mut self, builder: usize, separator: Vec<Piece>, name: &str, call: &'a ExprMethodCall) -> Value {
        let first = self.all(&call.args).into_iter().next();
        let more = match name {
            "push" | "push_unseparated" => first.map_or_else(Vec::new, pieces),
            "push_bind" | "push_bind_unseparated" => vec![Piece::Bind],
            _ => return Value::Unknown,
        };
        // What stands before the first one ends in an opening bracket or a word; what was pushed before, in a value.
        let after = matches!(self.builders.get(builder).and_then(|pieces| pieces.last()), Some(Piece::Bind));
        if after && !name.ends_with("_unseparated") {
            self.add(builder, separator.clone());
        }
        self.add(builder, more);
        Value::Separated { builder, separator }
    }

    fn of_query(&mut self, query: usize, name: &str, call: &'a ExprMethodCall) -> Value {
        let fetch = match name {
            "fetch_all" | "fetch" => Fetch::All,
            "fetch_one" => Fetch::One,
            "fetch_optional" => Fetch::Optional,
            "execute" | "execute_many" => Fetch::Execute,
            "bind" | "try_bind" | "persistent" => {
                self.all(&call.args);
                self.bound(query, name != "persistent");
                return Value::Query(query);
            }
            "map" | "try_map" => {
                if let Some(Expr::Closure(closure)) = call.args.first() {
                    let row = Value::Rows(query, Fetch::One);
                    self.closure(closure, vec![row]);
                }
                self.untyped(query);
                return Value::Query(query);
            }
            "unwrap" | "expect" => return Value::Query(query),
            _ => {
                self.all(&call.args);
                return Value::Unknown;
            }
        };
        let executor = call.args.first().map_or_else(String::new, |argument| self.executor(argument));
        self.all(&call.args);
        if let Some(written) = self.queries.get_mut(query) {
            (written.fetch, written.executor) = (Some(fetch), executor);
        }
        Value::Rows(query, fetch)
    }

    fn bound(&mut self, query: usize, counts: bool) {
        let in_loop = self.begun.get(query).is_some_and(|begun| self.loops > *begun);
        if let Some(written) = self.queries.get_mut(query)
            && counts
        {
            written.binds = written.binds.filter(|_| !in_loop).map(|binds| binds + 1);
        }
    }

    /// Rows of a statement that are turned into something else before anybody sees them.
    fn untyped(&mut self, query: usize) {
        if let Some(written) = self.queries.get_mut(query)
            && let Row::Whole(ty @ None) | Row::First(ty @ None) = &mut written.row
        {
            *ty = Some(Ty::named("_"));
        }
    }

    /// The connection as written, or what its name was bound to.
    fn executor(&self, argument: &Expr) -> String {
        let mut shown = self.shown(argument);
        for _ in 0..3 {
            match self.written(&shown) {
                Some(written) if written != shown => shown = written.to_owned(),
                _ => break,
            }
        }
        shown
    }

    fn of_rows(&mut self, query: usize, fetch: Fetch, name: &str, call: &'a ExprMethodCall) -> Value {
        let by_hand = self.queries.get(query).is_some_and(|written| written.row == Row::Untyped && !written.is_macro);
        match name {
            "get" | "try_get" | "get_unchecked" if by_hand && fetch == Fetch::One => return self.get(query, call),
            "map" | "for_each" | "filter_map" | "map_ok" => {
                if let Some(Expr::Closure(closure)) = call.args.first() {
                    let rows = Value::Rows(query, fetch);
                    let row = if fetch == Fetch::Optional { Value::Rows(query, Fetch::One) } else { one_of(rows) };
                    self.closure(closure, vec![row]);
                } else {
                    self.all(&call.args);
                }
                return Value::Unknown;
            }
            _ => {}
        }
        self.all(&call.args);
        match name {
            "ok_or" | "ok_or_else" if fetch == Fetch::Optional => Value::Rows(query, Fetch::One),
            "map_err" | "unwrap" | "expect" | "context" | "with_context" | "inspect_err" | "iter" | "into_iter"
                if fetch != Fetch::Optional || name.ends_with("_err") || name.ends_with("context") =>
            {
                Value::Rows(query, fetch)
            }
            // Of `Result<Option<T>>`, which has not been through `?`.
            "unwrap" | "expect" => match &*call.receiver {
                Expr::Await(_) => Value::Rows(query, Fetch::Optional),
                _ => Value::Rows(query, Fetch::One),
            },
            _ => Value::Unknown,
        }
    }

    fn get(&mut self, query: usize, call: &'a ExprMethodCall) -> Value {
        self.all(&call.args);
        let Some(Expr::Lit(literal)) = call.args.first() else { return Value::Unknown };
        let (column, at) = match &literal.lit {
            Lit::Str(name) => (Which::Name(name.value()), name.span().byte_range()),
            Lit::Int(number) => match number.base10_parse() {
                Ok(at) => (Which::Number(at), number.span().byte_range()),
                Err(_) => return Value::Unknown,
            },
            _ => return Value::Unknown,
        };
        let types = call.turbofish.as_ref().map_or_else(Vec::new, |list| types(list, self.owner.as_deref()));
        let ty = types.first().cloned().filter(Ty::is_known);
        let Some(written) = self.queries.get_mut(query) else { return Value::Unknown };
        written.gets.push(Get { column, ty, at });
        Value::Cell(query, written.gets.len() - 1)
    }
}

fn character(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Char(char) => Some(char.value().to_string()),
            _ => None,
        },
        _ => None,
    }
}
