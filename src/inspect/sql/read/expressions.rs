//! Expressions, one function for each that matters; of all others the parts are gone through.

use std::sync::Arc;

use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ExprBinary, ExprPath, Lit, UnOp};

use super::value::Value;
use super::{DEEP, Piece, STEPS, Ty, Walk};
use crate::inspect::code;
use crate::inspect::sql::Fetch;

impl<'a> Walk<'a> {
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Value {
        self.steps += 1;
        if self.steps > STEPS || self.deep > DEEP {
            return Value::Unknown;
        }
        self.deep += 1;
        let value = self.any(expr);
        self.deep -= 1;
        value
    }

    fn any(&mut self, expr: &'a Expr) -> Value {
        match expr {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Value::Text(vec![super::text::whole(text)]),
                _ => Value::Unknown,
            },
            Expr::Path(path) => self.path(path),
            Expr::Reference(reference) => self.expr(&reference.expr),
            Expr::Paren(paren) => self.expr(&paren.expr),
            Expr::Group(group) => self.expr(&group.expr),
            Expr::Try(tried) => self.expr(&tried.expr),
            Expr::Await(awaited) => self.expr(&awaited.base),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.expr(&unary.expr),
            Expr::Block(block) => self.block(&block.block),
            Expr::Unsafe(block) => self.block(&block.block),
            Expr::Async(block) => self.block(&block.block),
            Expr::If(branch) => self.branch_if(branch),
            Expr::Match(branch) => self.branch_match(branch),
            Expr::Let(binding) => {
                let value = self.expr(&binding.expr);
                self.bind(&binding.pat, value);
                Value::Unknown
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Assign(assign) => {
                let value = self.expr(&assign.right);
                if let Some(name) = name_of(&assign.left)
                    && let Some(local) = self.local_mut(&name)
                {
                    *local = value;
                }
                Value::Unknown
            }
            Expr::Tuple(tuple) => Value::Tuple(tuple.elems.iter().map(|expr| self.expr(expr)).collect()),
            Expr::Call(call) => self.call(call),
            Expr::MethodCall(call) => self.method(call),
            Expr::Macro(called) => self.macro_call(&called.mac),
            Expr::Closure(closure) => {
                self.closure(closure, Vec::new());
                Value::Unknown
            }
            Expr::Struct(made) => self.made(made),
            Expr::Return(returned) => {
                if let Some(expr) = &returned.expr {
                    let value = self.expr(expr);
                    let returns = self.returns.clone();
                    self.expect(&value, &returns);
                    self.returned = Some(value);
                }
                Value::Unknown
            }
            Expr::ForLoop(repeated) => {
                let rows = self.expr(&repeated.expr);
                self.scopes.push(super::Scope::default());
                self.bind(&repeated.pat, one_of(rows));
                self.repeated(|walk| walk.block(&repeated.body));
                self.scopes.pop();
                Value::Unknown
            }
            Expr::While(repeated) => {
                self.scopes.push(super::Scope::default());
                self.repeated(|walk| {
                    walk.expr(&repeated.cond);
                    walk.block(&repeated.body)
                });
                self.scopes.pop();
                Value::Unknown
            }
            Expr::Loop(repeated) => self.repeated(|walk| walk.block(&repeated.body)),
            other => self.parts(other),
        }
    }

    fn repeated(&mut self, body: impl FnOnce(&mut Self) -> Value) -> Value {
        self.loops += 1;
        body(self);
        self.loops -= 1;
        Value::Unknown
    }

    fn parts(&mut self, expr: &'a Expr) -> Value {
        let mut parts = Parts(Vec::new());
        visit::visit_expr(&mut parts, expr);
        for part in parts.0 {
            self.expr(part);
        }
        Value::Unknown
    }

    fn path(&self, path: &ExprPath) -> Value {
        let names: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
        let [.., last] = names.as_slice() else { return Value::Unknown };
        if names.len() == 1
            && let Some(value) = self.local(last)
        {
            return value.clone();
        }
        let is_const =
            last.chars().any(|char| char.is_ascii_uppercase()) && !last.chars().any(|char| char.is_ascii_lowercase());
        match names.as_slice() {
            [only, rest @ ..] if is_const && only == "Self" => {
                let owner = self.owner.as_deref().unwrap_or("Self");
                Value::Text(vec![Piece::Const(format!("{owner}::{}", rest.join("::")))])
            }
            names if is_const => Value::Text(vec![Piece::Const(names.join("::"))]),
            _ => Value::Unknown,
        }
    }

    fn binary(&mut self, binary: &'a ExprBinary) -> Value {
        let right = self.expr(&binary.right);
        match (&binary.op, right) {
            (BinOp::AddAssign(_), right) => {
                self.append(&binary.left, right);
                Value::Unknown
            }
            (BinOp::Add(_), Value::Text(right)) => match self.expr(&binary.left) {
                Value::Text(left) => Value::Text([left, right].concat()),
                _ => Value::Unknown,
            },
            _ => {
                self.expr(&binary.left);
                Value::Unknown
            }
        }
    }

    /// Adds to a text that a name stands for.
    pub(super) fn append(&mut self, left: &Expr, right: Value) {
        let more = pieces(right);
        if let Some(name) = name_of(left)
            && let Some(Value::Text(text)) = self.local_mut(&name)
        {
            text.extend(more);
        }
    }

    fn made(&mut self, made: &'a syn::ExprStruct) -> Value {
        let name = made.path.segments.last().map(|last| last.ident.to_string());
        let name = name.map(|name| if name == "Self" { self.owner.clone().unwrap_or(name) } else { name });
        for field in &made.fields {
            let value = self.expr(&field.expr);
            if !matches!(value, Value::Rows(..) | Value::Cell(..) | Value::Choice(_)) {
                continue;
            }
            let syn::Member::Named(member) = &field.member else { continue };
            let member = member.to_string();
            let ty = self.field_type(name.as_deref().unwrap_or_default(), &member);
            if let Some(ty) = ty {
                self.expect(&value, &ty);
            }
        }
        if let Some(rest) = &made.rest {
            self.expr(rest);
        }
        Value::Unknown
    }

    fn field_type(&self, name: &str, member: &str) -> Option<Ty> {
        let known: &code::Type = self.code.types.iter().find(|known| known.name == name)?;
        let field =
            known.fields.iter().find(|field| field.name.trim_start_matches("r#") == member.trim_start_matches("r#"))?;
        Some(Ty::parse(&field.type_, Some(name)))
    }

    /// Goes through a closure whose first parameters are these.
    pub(super) fn closure(&mut self, closure: &'a syn::ExprClosure, arguments: Vec<Value>) -> Value {
        self.scopes.push(super::Scope::default());
        let mut arguments = arguments.into_iter();
        for pattern in &closure.inputs {
            self.bind(pattern, arguments.next().unwrap_or(Value::Unknown));
        }
        let value = self.expr(&closure.body);
        self.scopes.pop();
        value
    }

    /// An expression as far as it tells what it is: `unit.db()`.
    pub(super) fn shown(&self, expr: &Expr) -> String {
        shown(expr, 12)
    }
}

/// One row of rows.
pub fn one_of(value: Value) -> Value {
    match value.chosen() {
        Value::Rows(query, Fetch::All) => Value::Rows(query, Fetch::One),
        _ => Value::Unknown,
    }
}

/// What a value is as text.
pub fn pieces(value: Value) -> Vec<Piece> {
    match value.chosen() {
        Value::Text(pieces) => pieces,
        _ => vec![Piece::Unknown("part of it is computed".to_owned())],
    }
}

/// The name, where an expression is one.
pub fn name_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(reference) => name_of(&reference.expr),
        Expr::Paren(paren) => name_of(&paren.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => name_of(&unary.expr),
        _ => None,
    }
}

fn shown(expr: &Expr, deep: usize) -> String {
    if deep == 0 {
        return "…".to_owned();
    }
    let inner = |expr: &Expr| shown(expr, deep - 1);
    match expr {
        Expr::Path(path) => path.path.segments.iter().map(|part| part.ident.to_string()).collect::<Vec<_>>().join("::"),
        Expr::Reference(reference) => inner(&reference.expr),
        Expr::Paren(paren) => inner(&paren.expr),
        Expr::Unary(unary) => inner(&unary.expr),
        Expr::Await(awaited) => inner(&awaited.base),
        Expr::Try(tried) => inner(&tried.expr),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => format!("{}.{name}", inner(&field.base)),
            syn::Member::Unnamed(index) => format!("{}.{}", inner(&field.base), index.index),
        },
        Expr::MethodCall(call) => format!("{}.{}()", inner(&call.receiver), call.method),
        Expr::Call(call) => format!("{}()", inner(&call.func)),
        _ => "…".to_owned(),
    }
}

/// The expressions right inside of one.
struct Parts<'a>(Vec<&'a Expr>);

impl<'a> Visit<'a> for Parts<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0.push(expr);
    }
}

/// A text that stands in no file.
pub fn said(text: &str) -> Piece {
    Piece::Text { value: Arc::from(text), from: 0, literal: 0..0 }
}
