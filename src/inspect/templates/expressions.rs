//! Walks the expressions of a template.

use minijinja::machinery::ast::{self, CallArg, Expr};

use super::walk::{Walk, span};
use super::{Argument, Call, CallKind, Path, Step, Symbol, Use};
use crate::problem::Span;

/// Filters that give a list with the same items, or the value itself.
const TRANSPARENT: &[&str] =
    &["list", "reverse", "sort", "unique", "default", "d", "select", "reject", "selectattr", "rejectattr"];

/// Filters whose text is that of the value, changed only in case, space or order.
const PASSING: &[&str] = &[
    "capitalize",
    "d",
    "default",
    "first",
    "indent",
    "join",
    "last",
    "lower",
    "replace",
    "reverse",
    "string",
    "title",
    "trim",
    "upper",
];

impl Walk<'_> {
    pub fn expression(&mut self, expression: &Expr<'_>) {
        match expression {
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => self.value(expression),
            Expr::Const(_) => {}
            Expr::Slice(slice) => {
                self.expression(&slice.expr);
                let ends = [&slice.start, &slice.stop, &slice.step];
                ends.into_iter().flatten().for_each(|end| self.expression(end));
            }
            Expr::UnaryOp(operation) => self.expression(&operation.expr),
            Expr::BinOp(operation) => {
                self.expression(&operation.left);
                self.expression(&operation.right);
            }
            Expr::Compare(compare) => {
                self.expression(&compare.expr);
                compare.ops.iter().for_each(|operation| self.expression(&operation.expr));
            }
            Expr::IfExpr(either) => {
                self.expression(&either.test_expr);
                self.expression(&either.true_expr);
                either.false_expr.iter().for_each(|expression| self.expression(expression));
            }
            Expr::Filter(filter) => self.filter(filter, span(filter.span())),
            Expr::Test(test) => self.test(test, span(test.span())),
            Expr::Call(call) => self.call(call),
            Expr::List(list) => list.items.iter().for_each(|item| self.expression(item)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.expression(item)),
            Expr::Map(map) => map.keys.iter().chain(&map.values).for_each(|part| self.expression(part)),
        }
    }

    /// A name, and the way from it: one use of the whole, and what stands in the brackets.
    fn value(&mut self, expression: &Expr<'_>) {
        let mut inner = expression;
        loop {
            match inner {
                Expr::GetAttr(attribute) => inner = &attribute.expr,
                Expr::GetItem(item) => {
                    self.expression(&item.subscript_expr);
                    inner = &item.expr;
                }
                Expr::Var(_) => break,
                other => {
                    self.expression(other);
                    break;
                }
            }
        }
        if let Symbol::Path(path) = self.symbol(expression) {
            let inside = self.inside(span(expression.span()));
            self.into.uses.push(Use { path, tolerant: false, inside });
        }
    }

    /// What an expression stands for.
    pub fn symbol(&self, expression: &Expr<'_>) -> Symbol {
        match expression {
            Expr::Var(var) => self.scopes.find(var.id).cloned().unwrap_or_else(|| Symbol::Path(Path::of(var.id))),
            Expr::GetAttr(attribute) => match self.symbol(&attribute.expr) {
                Symbol::Path(path) => Symbol::Path(path.then(Step::Attribute(attribute.name.to_owned()))),
                Symbol::Module(Some(of)) => Symbol::Macro(Some(of), attribute.name.to_owned()),
                _ => Symbol::Opaque,
            },
            Expr::GetItem(item) => match (self.symbol(&item.expr), item.subscript_expr.as_const()) {
                (Symbol::Path(path), Some(key)) if key.as_str().is_some() => {
                    Symbol::Path(path.then(Step::Attribute(key.as_str().unwrap_or_default().to_owned())))
                }
                (Symbol::Path(path), key) => {
                    let number = key.and_then(|key| usize::try_from(key).ok());
                    Symbol::Path(path.then(Step::Item(number)))
                }
                _ => Symbol::Opaque,
            },
            Expr::Filter(filter) if TRANSPARENT.contains(&filter.name) => {
                filter.expr.as_ref().map_or(Symbol::Opaque, |of| self.symbol(of))
            }
            _ => Symbol::Opaque,
        }
    }

    fn filter(&mut self, filter: &ast::Filter<'_>, at: Span) {
        let mut on = None;
        if let Some(value) = &filter.expr {
            self.expression(value);
            if let Symbol::Path(path) = self.symbol(value) {
                on = Some(path);
            }
        }
        if let (Some(path), "default" | "d") = (&on, filter.name) {
            self.asked.insert(path.clone());
        }
        self.note(CallKind::Filter, filter.name, None, on, &filter.args, at);
        if let Some(value) = filter.expr.as_ref().filter(|_| filter.name == "safe") {
            let texts = self.texts(value);
            self.into.calls.last_mut().into_iter().for_each(|call| call.texts.clone_from(&texts));
        }
    }

    /// The values whose text is part of what an expression gives.
    fn texts(&self, expression: &Expr<'_>) -> Vec<Path> {
        if let Symbol::Path(path) = self.symbol(expression) {
            return vec![path];
        }
        let parts: Vec<&Expr<'_>> = match expression {
            Expr::BinOp(operation) => vec![&operation.left, &operation.right],
            Expr::IfExpr(either) => {
                [Some(&either.true_expr), either.false_expr.as_ref()].into_iter().flatten().collect()
            }
            Expr::Filter(filter) if PASSING.contains(&filter.name) => filter.expr.iter().collect(),
            _ => Vec::new(),
        };
        parts.into_iter().flat_map(|part| self.texts(part)).collect()
    }

    fn test(&mut self, test: &ast::Test<'_>, at: Span) {
        self.expression(&test.expr);
        if let (Symbol::Path(path), "defined" | "undefined") = (self.symbol(&test.expr), test.name) {
            self.asked.insert(path);
        }
        self.note(CallKind::Test, test.name, None, None, &test.args, at);
    }

    pub fn call(&mut self, call: &ast::Call<'_>) {
        let name_at = span(call.expr.span());
        match (&call.expr, self.symbol(&call.expr)) {
            (Expr::Var(var), _) if var.id == "super" => {
                self.called_super = true;
                self.arguments(&call.args);
            }
            (_, Symbol::Macro(of, name)) => self.note(CallKind::Macro, &name, of, None, &call.args, name_at),
            (Expr::Var(var), Symbol::Path(path)) if path.steps.is_empty() && path.root == var.id => {
                self.note(CallKind::Function, var.id, None, None, &call.args, name_at);
            }
            (Expr::GetAttr(method), _) => {
                self.expression(&method.expr);
                self.arguments(&call.args);
            }
            (callee, _) => {
                self.expression(callee);
                self.arguments(&call.args);
            }
        }
    }

    fn arguments(&mut self, arguments: &[CallArg<'_>]) {
        for argument in arguments {
            let (CallArg::Pos(value)
            | CallArg::Kwarg(_, value)
            | CallArg::PosSplat(value)
            | CallArg::KwargSplat(value)) = argument;
            self.expression(value);
        }
    }

    fn note(
        &mut self,
        kind: CallKind,
        name: &str,
        of: Option<String>,
        on: Option<Path>,
        arguments: &[CallArg<'_>],
        at: Span,
    ) {
        self.arguments(arguments);
        let spread = arguments.iter().any(|one| matches!(one, CallArg::PosSplat(_) | CallArg::KwargSplat(_)));
        let text = |value: &Expr<'_>| value.as_const().and_then(|value| value.as_str().map(ToOwned::to_owned));
        let given = arguments.iter().filter_map(|one| match one {
            CallArg::Pos(value) => Some(Argument { name: None, text: text(value) }),
            CallArg::Kwarg(name, value) => Some(Argument { name: Some((*name).to_owned()), text: text(value) }),
            CallArg::PosSplat(_) | CallArg::KwargSplat(_) => None,
        });
        let arguments = given.collect();
        let inside = self.inside(at);
        self.into.calls.push(Call {
            kind,
            name: name.to_owned(),
            of,
            on,
            texts: Vec::new(),
            arguments,
            spread,
            inside,
        });
    }
}
