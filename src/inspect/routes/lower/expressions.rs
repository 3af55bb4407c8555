use std::ops::Range;
use std::sync::Arc;

use proc_macro2::Span;
use syn::Expr;
use syn::punctuated::Punctuated;

use super::patterns::{member, names};
use super::{Base, attributes, types};
use crate::inspect::routes::tree::{Arm, Closure, Expression, Invocation, Kind, Path};

/// Lowers what stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Lower<'a> {
    pub base: Base,
    pub text: &'a str,
}

impl Lower<'_> {
    /// The fields of a structure's value. One that is given more than once is there once, with its cases.
    fn fields<'f>(&self, of: impl Iterator<Item = &'f syn::FieldValue>, line: usize) -> Vec<(String, Expression)> {
        let mut fields: Vec<(String, Expression)> = Vec::new();
        for field in of {
            let Some(conditions) = self.conditions(&field.attrs) else { continue };
            let (name, value) = (member(&field.member), self.expression(&field.expr, line));
            if conditions.is_empty() {
                fields.push((name, value));
                continue;
            }
            match fields.iter_mut().find(|(known, _)| *known == name) {
                Some((_, Expression { kind: Kind::Cases(cases), .. })) => cases.push((conditions, value)),
                _ => {
                    let line = value.line;
                    fields.push((name, Expression { line, bytes: 0..0, kind: Kind::Cases(vec![(conditions, value)]) }));
                }
            }
        }
        fields
    }

    /// The conditions of an item or statement, or nothing if they hold in tests only.
    pub fn conditions(&self, attributes: &[syn::Attribute]) -> Option<Vec<String>> {
        attributes::conditions(attributes, self.text, self.base)
    }

    /// Expressions between commas, each with its bytes; they stand from `start` to `end`.
    pub fn list(&self, of: &Punctuated<Expr, syn::Token![,]>, start: usize, end: usize) -> Vec<Expression> {
        let mut start = start;
        let mut lowered = Vec::with_capacity(of.len());
        for pair in of.pairs() {
            let comma = pair.punct().map(|comma| self.base.bytes(comma.span));
            let stop = comma.as_ref().map_or(end, |comma| comma.start);
            let mut expression = self.expression(pair.value(), self.base.line);
            expression.bytes = start..stop.max(start);
            lowered.push(expression);
            start = comma.map_or(end, |comma| comma.end);
        }
        lowered
    }

    fn bracketed(&self, of: &Punctuated<Expr, syn::Token![,]>, open: Span, close: Span) -> Vec<Expression> {
        let inside = self.base.between(open, close);
        self.list(of, inside.start, inside.end)
    }

    /// An expression; `line` is where it stands if it does not say so itself.
    pub fn expression(&self, expression: &Expr, line: usize) -> Expression {
        let (line, kind) = self.kind(expression, line);
        Expression { line, bytes: 0..0, kind }
    }

    pub fn boxed(&self, expression: &Expr, line: usize) -> Box<Expression> {
        Box::new(self.expression(expression, line))
    }

    #[expect(clippy::too_many_lines, reason = "one line or two for each kind of expression")]
    fn kind(&self, expression: &Expr, line: usize) -> (usize, Kind) {
        let at = |span: Span| self.base.line(span);
        match expression {
            Expr::Paren(of) => self.kind(&of.expr, line),
            Expr::Group(of) => self.kind(&of.expr, line),
            Expr::Cast(of) => self.kind(&of.expr, line),
            Expr::Try(of) => self.kind(&of.expr, line),
            Expr::Await(of) => self.kind(&of.base, line),
            Expr::Unary(of) => match of.op {
                syn::UnOp::Deref(_) => self.kind(&of.expr, line),
                syn::UnOp::Not(_) => (line, Kind::Not(self.boxed(&of.expr, line))),
                _ => (line, Kind::Opaque),
            },
            Expr::Reference(of) => match of.mutability {
                Some(_) => (at(of.and_token.span), Kind::Exclusive(self.boxed(&of.expr, line))),
                None => self.kind(&of.expr, line),
            },
            Expr::Path(of) => {
                let line = of.path.segments.first().map_or(line, |segment| at(segment.ident.span()));
                (line, Kind::Path(path(of.qself.as_ref(), &of.path)))
            }
            Expr::Lit(of) => self.literal(&of.lit, line),
            Expr::Call(of) => {
                let function = self.boxed(&of.func, line);
                let span = of.paren_token.span;
                let arguments = self.bracketed(&of.args, span.open(), span.close());
                (function.line, Kind::Call { of: function, arguments })
            }
            Expr::MethodCall(of) => {
                let line = at(of.method.span());
                let span = of.paren_token.span;
                let kind = Kind::Method {
                    on: self.boxed(&of.receiver, line),
                    name: of.method.to_string(),
                    line,
                    types: of.turbofish.as_ref().map(|of| types::angles(of, 0)).unwrap_or_default(),
                    arguments: self.bracketed(&of.args, span.open(), span.close()),
                };
                (line, kind)
            }
            Expr::Field(of) => (line, Kind::Field(self.boxed(&of.base, line), member(&of.member))),
            Expr::Index(of) => (line, Kind::Index(self.boxed(&of.expr, line), self.boxed(&of.index, line))),
            Expr::Struct(of) => {
                let kind = Kind::Structure {
                    path: path(of.qself.as_ref(), &of.path),
                    fields: self.fields(of.fields.iter(), line),
                    rest: of.rest.as_ref().map(|rest| self.boxed(rest, line)),
                };
                (line, kind)
            }
            Expr::Array(of) => {
                let span = of.bracket_token.span;
                (at(span.open()), Kind::List(self.bracketed(&of.elems, span.open(), span.close())))
            }
            Expr::Repeat(of) => (line, Kind::Repeat(self.boxed(&of.expr, line), self.boxed(&of.len, line))),
            Expr::Range(of) => (line, self.range(of, line)),
            Expr::Tuple(of) => {
                let span = of.paren_token.span;
                (at(span.open()), Kind::Tuple(self.bracketed(&of.elems, span.open(), span.close())))
            }
            Expr::Closure(of) => {
                let parameters = of.inputs.iter().map(|pattern| self.pattern(pattern)).collect();
                let line = at(of.inputs_begin.span);
                let body = self.expression(&of.body, line);
                (line, Kind::Closure(Arc::new(Closure { parameters, body })))
            }
            Expr::Block(of) => (line, Kind::Block(self.block(&of.block))),
            Expr::Unsafe(of) => (line, Kind::Block(self.block(&of.block))),
            Expr::Const(of) => (line, Kind::Block(self.block(&of.block))),
            Expr::Async(of) => (line, Kind::Block(self.block(&of.block))),
            Expr::If(of) => {
                let kind = Kind::If {
                    condition: self.boxed(&of.cond, line),
                    text: self.base.between(of.if_token.span, of.then_branch.brace_token.span.open()),
                    then: self.block(&of.then_branch),
                    otherwise: of.else_branch.as_ref().map(|(_, otherwise)| self.boxed(otherwise, line)),
                };
                (at(of.if_token.span), kind)
            }
            Expr::Match(of) => {
                let text = self.base.between(of.match_token.span, of.brace_token.span.open());
                let arms = self.arms(&of.arms, self.base.bytes(of.brace_token.span.open()).end);
                (at(of.match_token.span), Kind::Match { on: self.boxed(&of.expr, line), text, arms })
            }
            Expr::ForLoop(of) => {
                let over = self.boxed(&of.expr, line);
                (line, Kind::For { pattern: self.pattern(&of.pat), over, body: self.block(&of.body) })
            }
            Expr::While(of) => {
                let text = self.base.between(of.while_token.span, of.body.brace_token.span.open());
                let condition = self.boxed(&of.cond, line);
                (line, Kind::While { condition, text, body: self.block(&of.body) })
            }
            Expr::Loop(of) => (line, Kind::Loop(self.block(&of.body))),
            Expr::Assign(of) => (line, Kind::Assign(self.boxed(&of.left, line), self.boxed(&of.right, line))),
            Expr::Binary(of) => (line, self.binary(of, line)),
            Expr::Let(of) => (line, Kind::Let(Box::new(self.pattern(&of.pat)), self.boxed(&of.expr, line))),
            Expr::Return(of) => (line, Kind::Return(of.expr.as_ref().map(|of| self.boxed(of, line)))),
            Expr::Break(of) => (line, Kind::Break(of.expr.as_ref().map(|of| self.boxed(of, line)))),
            Expr::Continue(_) => (line, Kind::Continue),
            Expr::Macro(of) => {
                let invocation = self.invocation(&of.mac);
                (invocation.line, invocation.kind)
            }
            _ => (line, Kind::Opaque),
        }
    }

    fn range(&self, of: &syn::ExprRange, line: usize) -> Kind {
        let (Some(from), Some(to)) = (&of.start, &of.end) else { return Kind::Opaque };
        let inclusive = matches!(of.limits, syn::RangeLimits::Closed(_));
        Kind::Range { from: self.boxed(from, line), to: self.boxed(to, line), inclusive }
    }

    fn literal(&self, literal: &syn::Lit, line: usize) -> (usize, Kind) {
        match literal {
            syn::Lit::Str(text) => (self.base.line(text.span()), Kind::Text(text.value())),
            syn::Lit::Char(char) => (line, Kind::Text(char.value().to_string())),
            syn::Lit::Int(number) => (line, number.base10_parse().map_or(Kind::Opaque, Kind::Number)),
            syn::Lit::Bool(truth) => (line, Kind::Truth(truth.value)),
            _ => (line, Kind::Opaque),
        }
    }

    fn arms(&self, arms: &[syn::Arm], start: usize) -> Vec<Arm> {
        let mut start = start;
        let mut lowered = Vec::with_capacity(arms.len());
        for (at, arm) in arms.iter().enumerate() {
            let arrow = self.base.bytes(arm.fat_arrow_token.spans[0]);
            let line = self.base.line(arm.fat_arrow_token.spans[0]);
            let first = arm.attrs.last().map_or(start, |last| self.base.bytes(last.bracket_token.span.close()).end);
            if let Some(conditions) = self.conditions(&arm.attrs) {
                lowered.push(Arm {
                    conditions,
                    pattern: self.pattern(&arm.pat),
                    text: first..arrow.start.max(first),
                    has_guard: matches!(arm.pat, syn::Pat::Guard(_)),
                    body: self.expression(&arm.body, line),
                });
            }
            start = self.end(arm, arms.get(at + 1)).unwrap_or(arrow.end);
        }
        lowered
    }

    /// Where an arm ends: at its comma or its brace.
    fn end(&self, arm: &syn::Arm, next: Option<&syn::Arm>) -> Option<usize> {
        next?;
        match (&arm.comma, &*arm.body) {
            (Some(comma), _) => Some(self.base.bytes(comma.span).end),
            (None, Expr::Block(of)) => Some(self.base.bytes(of.block.brace_token.span.close()).end),
            (None, Expr::Match(of)) => Some(self.base.bytes(of.brace_token.span.close()).end),
            (None, Expr::If(of)) => {
                let mut last = of;
                loop {
                    match last.else_branch.as_ref().map(|(_, otherwise)| &**otherwise) {
                        Some(Expr::If(further)) => last = further,
                        Some(Expr::Block(block)) => {
                            return Some(self.base.bytes(block.block.brace_token.span.close()).end);
                        }
                        _ => return Some(self.base.bytes(last.then_branch.brace_token.span.close()).end),
                    }
                }
            }
            _ => None,
        }
    }

    /// A macro that is called.
    pub fn invocation(&self, of: &syn::Macro) -> Expression {
        let invocation = self.called(of);
        Expression { line: invocation.line, bytes: 0..0, kind: Kind::Macro(invocation) }
    }

    pub fn called(&self, of: &syn::Macro) -> Invocation {
        let span = of.delimiter.span();
        let bytes: Range<usize> = self.base.between(span.open(), span.close());
        Invocation { path: names(&of.path), bytes, line: self.base.line(of.bang_token.span) }
    }
}

fn path(of: Option<&syn::QSelf>, path: &syn::Path) -> Path {
    let mut last = path.segments.iter().rev().map(|segment| types::arguments(&segment.arguments));
    Path {
        of: of.map(|of| types::lower(&of.ty)),
        names: names(path),
        types: last.next().unwrap_or_default(),
        owner: last.next().unwrap_or_default(),
    }
}
