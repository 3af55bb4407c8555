//! Macros: those that make text, those of sqlx, and the arguments of all others.

use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Macro, Token, Type};

use super::expressions::pieces;
use super::text::{self, Part};
use super::value::Value;
use super::{Piece, Ty, Walk};
use crate::inspect::sql::Row;

/// Arguments of a macro that are kept for as long as the file is read.
fn arguments(called: &Macro) -> Option<Vec<Expr>> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    Some(parser.parse2(called.tokens.clone()).ok()?.into_iter().collect())
}

impl<'a> Walk<'a> {
    pub(super) fn macro_call(&mut self, called: &'a Macro) -> Value {
        let Some(last) = called.path.segments.last() else { return Value::Unknown };
        let name = last.ident.to_string();
        match name.as_str() {
            "query_as" => return self.query_as(called, last.ident.span()),
            "include_str" => return Value::Text(vec![Piece::Unknown("it is in a file of its own".to_owned())]),
            _ => {}
        }
        let Some(arguments) = arguments(called) else { return Value::Unknown };
        match name.as_str() {
            "format" | "concat" | "write" | "writeln" => self.text_macro(&name, &arguments),
            "query" | "query_scalar" => match arguments.split_first() {
                Some((sql, binds)) => {
                    let sql = self.aside_text(sql);
                    self.begin(last.ident.span().byte_range(), sql, Row::Untyped, Some(binds.len()), true)
                }
                None => Value::Unknown,
            },
            _ => {
                for argument in &arguments {
                    self.borrowed(argument);
                }
                Value::Unknown
            }
        }
    }

    fn text_macro(&mut self, name: &str, arguments: &[Expr]) -> Value {
        match name {
            "concat" => {
                let parts = arguments.iter().flat_map(|argument| self.aside_text(argument));
                Value::Text(parts.collect())
            }
            "format" => Value::Text(self.formatted(arguments)),
            _ => {
                let Some((target, rest)) = arguments.split_first() else { return Value::Unknown };
                let text = self.formatted(rest);
                self.append(target, Value::Text(text));
                Value::Unknown
            }
        }
    }

    fn formatted(&mut self, arguments: &[Expr]) -> Vec<Piece> {
        let unknown = || vec![Piece::Unknown("it is formatted in a way that cannot be followed".to_owned())];
        let Some((Expr::Lit(format), given)) = arguments.split_first() else { return unknown() };
        let Lit::Str(format) = &format.lit else { return unknown() };
        let mut next = 0;
        let mut said = Vec::new();
        for part in text::format(format) {
            match part {
                Part::Text(piece) => said.push(piece),
                Part::Place(_, true) => said.extend(unknown()),
                Part::Place(name, false) => {
                    let index = if name.is_empty() {
                        next += 1;
                        Some(next - 1)
                    } else {
                        name.parse().ok()
                    };
                    said.extend(self.argument(given, index, &name));
                }
            }
        }
        said
    }

    fn argument(&mut self, given: &[Expr], index: Option<usize>, name: &str) -> Vec<Piece> {
        if let Some(index) = index {
            return given.get(index).map_or_else(Vec::new, |expr| self.aside_text(expr));
        }
        let named = given.iter().find_map(|expr| match expr {
            Expr::Assign(assign) if super::expressions::name_of(&assign.left).as_deref() == Some(name) => {
                Some(&*assign.right)
            }
            _ => None,
        });
        match named {
            Some(expr) => self.aside_text(expr),
            None => match self.local(name) {
                Some(value) => pieces(value.clone()),
                None if name.chars().any(|char| char.is_ascii_lowercase()) => {
                    vec![Piece::Unknown(format!("`{name}` is not known"))]
                }
                None => vec![Piece::Const(name.to_owned())],
            },
        }
    }

    fn query_as(&mut self, called: &Macro, name: Span) -> Value {
        let parser = |input: syn::parse::ParseStream<'_>| {
            let ty: Type = input.parse()?;
            input.parse::<Token![,]>()?;
            Ok((ty, Punctuated::<Expr, Token![,]>::parse_terminated(input)?))
        };
        let Ok((ty, arguments)) = parser.parse2(called.tokens.clone()) else { return Value::Unknown };
        let mut arguments = arguments.into_iter();
        let Some(sql) = arguments.next() else { return Value::Unknown };
        let row = Row::Whole(Some(Ty::of(&ty, self.owner.as_deref())));
        let sql = self.aside_text(&sql);
        self.begin(name.byte_range(), sql, row, Some(arguments.count()), true)
    }

    /// The text of an expression that lives no longer than this.
    fn aside_text(&mut self, expr: &Expr) -> Vec<Piece> {
        pieces(self.borrowed(expr))
    }

    /// Goes through an expression that lives no longer than this.
    fn borrowed(&mut self, expr: &Expr) -> Value {
        let mut inner = Walk {
            code: self.code,
            functions: self.functions,
            scopes: std::mem::take(&mut self.scopes),
            builders: std::mem::take(&mut self.builders),
            queries: std::mem::take(&mut self.queries),
            begun: std::mem::take(&mut self.begun),
            found: Vec::new(),
            owner: self.owner.clone(),
            returns: self.returns.clone(),
            returned: None,
            way: self.way,
            ways: self.ways,
            loops: self.loops,
            deep: self.deep,
            calls: self.calls,
            steps: self.steps,
        };
        let value = inner.expr(expr);
        let (way_count, steps) = (inner.ways, inner.steps);
        (self.scopes, self.builders, self.queries, self.begun) =
            (inner.scopes, inner.builders, inner.queries, inner.begun);
        (self.ways, self.steps) = (way_count, steps);
        value
    }
}
