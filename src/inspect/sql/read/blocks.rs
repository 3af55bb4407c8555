//! Statements, branches and patterns.

use syn::{Block, Expr, ExprIf, ExprMatch, Local, Pat, Stmt};

use super::value::{Scope, Value};
use super::{Piece, Ty, Walk};
use crate::inspect::sql::Fetch;

/// What an arm that is not on this way must leave as it was.
struct Before {
    scopes: Vec<Scope>,
    builders: Vec<Vec<Piece>>,
    binds: Vec<Option<usize>>,
}

impl<'a> Walk<'a> {
    pub(super) fn block(&mut self, block: &'a Block) -> Value {
        self.scopes.push(Scope::default());
        let mut last = Value::Unknown;
        for statement in &block.stmts {
            last = self.statement(statement);
        }
        self.scopes.pop();
        last
    }

    fn statement(&mut self, statement: &'a Stmt) -> Value {
        match statement {
            Stmt::Local(local) => {
                self.local_binding(local);
                Value::Unknown
            }
            Stmt::Expr(expr, semicolon) => {
                let value = self.expr(expr);
                if semicolon.is_some() { Value::Unknown } else { value }
            }
            Stmt::Macro(called) => self.macro_call(&called.mac),
            Stmt::Item(_) => Value::Unknown,
        }
    }

    fn local_binding(&mut self, local: &'a Local) {
        let Some(init) = &local.init else { return self.bind(&local.pat, Value::Unknown) };
        let value = self.expr(&init.expr);
        if let Some((_, other)) = &init.diverge {
            self.aside(other);
        }
        let written = self.shown(&init.expr);
        self.bind(&local.pat, value);
        if let Some(name) = simple_name(&local.pat)
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.written.insert(name, written);
        }
    }

    /// Gives names their values.
    pub(super) fn bind(&mut self, pattern: &'a Pat, value: Value) {
        match pattern {
            Pat::Ident(ident) => {
                if let Some(scope) = self.scopes.last_mut() {
                    let name = ident.ident.to_string();
                    scope.written.remove(&name);
                    scope.values.insert(name, value);
                }
            }
            Pat::Type(typed) => {
                let ty = Ty::of(&typed.ty, self.owner.as_deref());
                self.expect(&value, &ty);
                self.bind(&typed.pat, value);
            }
            Pat::Reference(reference) => self.bind(&reference.pat, value),
            Pat::Paren(paren) => self.bind(&paren.pat, value),
            Pat::Tuple(tuple) => {
                let mut values = match value {
                    Value::Tuple(values) if values.len() == tuple.elems.len() => values,
                    _ => Vec::new(),
                };
                values.resize(tuple.elems.len(), Value::Unknown);
                tuple.elems.iter().zip(values).for_each(|(pattern, value)| self.bind(pattern, value));
            }
            Pat::TupleStruct(wrapped) => {
                let some = wrapped.path.segments.last().is_some_and(|last| last.ident == "Some" || last.ident == "Ok");
                let inside = match value.chosen() {
                    Value::Rows(query, Fetch::Optional) if some => Value::Rows(query, Fetch::One),
                    value if some => value,
                    _ => Value::Unknown,
                };
                let mut inside = Some(inside);
                for pattern in &wrapped.elems {
                    self.bind(pattern, inside.take().unwrap_or(Value::Unknown));
                }
            }
            Pat::Struct(fields) => fields.fields.iter().for_each(|field| self.bind(&field.pat, Value::Unknown)),
            Pat::Or(or) => or.cases.iter().for_each(|case| self.bind(case, Value::Unknown)),
            Pat::Slice(slice) => slice.elems.iter().for_each(|pattern| self.bind(pattern, Value::Unknown)),
            _ => {}
        }
    }

    pub(super) fn branch_if(&mut self, branch: &'a ExprIf) -> Value {
        self.scopes.push(Scope::default());
        self.expr(&branch.cond);
        let then = Arm::Block(&branch.then_branch);
        let other = branch.else_branch.as_ref().map_or(Arm::Nothing, |(_, other)| Arm::Expr(None, other));
        let value = self.branches(&[then, other], &Value::Unknown);
        self.scopes.pop();
        value
    }

    pub(super) fn branch_match(&mut self, branch: &'a ExprMatch) -> Value {
        let value = self.expr(&branch.expr);
        let arms: Vec<Arm<'a>> = branch.arms.iter().map(|arm| Arm::Expr(Some(&arm.pat), &arm.body)).collect();
        self.branches(&arms, &value)
    }

    /// Goes through every arm, and keeps what the one on this way has changed.
    fn branches(&mut self, arms: &[Arm<'a>], matched: &Value) -> Value {
        let on_the_way = self.way.min(arms.len().saturating_sub(1));
        let mut others = Vec::new();
        for (_, arm) in arms.iter().enumerate().filter(|(at, _)| *at != on_the_way) {
            let before = self.before();
            others.push(self.arm(arm, matched));
            if self.restore(before) {
                self.ways = self.ways.max(arms.len());
            }
        }
        let Some(arm) = arms.get(on_the_way) else { return Value::Unknown };
        let value = self.arm(arm, matched);
        if matches!(value, Value::Text(_) | Value::Builder(_) | Value::Query(_)) && others.iter().any(Value::matters) {
            self.ways = self.ways.max(arms.len());
        }
        others.retain(|other| *other != Value::Unknown);
        if others.is_empty() { value } else { Value::Choice(std::iter::once(value).chain(others).collect()) }
    }

    fn arm(&mut self, arm: &Arm<'a>, matched: &Value) -> Value {
        match arm {
            Arm::Nothing => Value::Unknown,
            Arm::Block(block) => self.block(block),
            Arm::Expr(pattern, expr) => {
                self.scopes.push(Scope::default());
                if let Some(pattern) = pattern {
                    self.bind(pattern, matched.clone());
                }
                let value = self.expr(expr);
                self.scopes.pop();
                value
            }
        }
    }

    /// Goes through what is not on the way.
    fn aside(&mut self, expr: &'a Expr) {
        let before = self.before();
        self.expr(expr);
        self.restore(before);
    }

    fn before(&self) -> Before {
        let binds = self.queries.iter().map(|query| query.binds).collect();
        Before { scopes: self.scopes.clone(), builders: self.builders.clone(), binds }
    }

    /// Takes back what an arm has changed, and tells whether that was anything.
    fn restore(&mut self, before: Before) -> bool {
        let mut changed = self.builders[..before.builders.len()] != before.builders[..];
        for (query, binds) in self.queries.iter_mut().zip(before.binds) {
            changed |= query.binds != binds;
            query.binds = binds;
        }
        let same = |a: &Scope, b: &Scope| a.values == b.values;
        changed |= !self.scopes.iter().zip(&before.scopes).all(|(a, b)| same(a, b));
        let made = self.builders.split_off(before.builders.len());
        self.builders = before.builders;
        self.builders.extend(made);
        self.scopes = before.scopes;
        changed
    }
}

enum Arm<'a> {
    /// An `if` without `else`.
    Nothing,
    Block(&'a Block),
    Expr(Option<&'a Pat>, &'a Expr),
}

fn simple_name(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(ident) => Some(ident.ident.to_string()),
        Pat::Type(typed) => simple_name(&typed.pat),
        _ => None,
    }
}
