//! The bodies of functions.

use syn::visit::{self, Visit};
use syn::{
    Arm, Block, Expr, ExprAsync, ExprAwait, ExprCall, ExprClosure, ExprForLoop, ExprIf, ExprIndex, ExprLoop,
    ExprMethodCall, ExprTry, ExprWhile, GenericArgument, Item, LitStr, Local, Macro, Pat, PatIdent, Path, Stmt,
    StmtMacro,
};

use super::items::Items;
use super::places::{self, brackets, end, expression_start, path_start, path_text, start, trim};
use super::{Argument, Await, Call, Frame, Function, Index, Kind, Let, Literal, macros};
use crate::problem::Span;

/// Macros whose body is statements or items, not a list of expressions.
const CODE: [&str; 3] = ["cfg_if", "cfg_select", "thread_local"];

pub struct Body<'a, 's> {
    items: &'a mut Items<'s>,
    function: Function,
    /// The frame that is being read.
    frame: usize,
    /// What a closure or block that comes next is given to.
    given_to: String,
    scope_end: usize,
}

/// Fills in what a function's block holds. Items inside it go to `items`.
pub fn read(items: &mut Items, function: Function, block: &Block) -> Function {
    let at = block_at(block);
    let scope_end = at.end;
    let mut body = Body { items, function, frame: 0, given_to: String::new(), scope_end };
    body.function.body = at.clone();
    let is_async = body.function.is_async;
    body.function.frames.push(Frame { parent: None, is_async, given_to: String::new(), at });
    body.visit_block(block);
    body.function
}

fn block_at(block: &Block) -> Span {
    start(block.brace_token.span.open())..end(block.brace_token.span.close())
}

/// The names that a pattern binds.
pub fn names(pattern: &Pat) -> Vec<String> {
    struct Names(Vec<String>);
    impl Visit<'_> for Names {
        fn visit_pat_ident(&mut self, ident: &PatIdent) {
            self.0.push(ident.ident.to_string());
            visit::visit_pat_ident(self, ident);
        }
    }
    let mut names = Names(Vec::new());
    names.visit_pat(pattern);
    names.0
}

/// The value of a string literal, also behind `&` and in parentheses.
pub fn literal(mut expr: &Expr) -> Option<String> {
    loop {
        expr = match expr {
            Expr::Reference(reference) => &reference.expr,
            Expr::Paren(paren) => &paren.expr,
            Expr::Group(group) => &group.expr,
            Expr::Lit(lit) => match &lit.lit {
                syn::Lit::Str(text) => return Some(text.value()),
                _ => return None,
            },
            _ => return None,
        };
    }
}

/// Whether the value is that of a call, and what is only around it: `.await`, `?`, `&`, parentheses.
fn is_call(mut expr: &Expr) -> bool {
    loop {
        expr = match expr {
            Expr::Await(awaited) => &awaited.base,
            Expr::Try(tried) => &tried.expr,
            Expr::Reference(reference) => &reference.expr,
            Expr::Unary(unary) => &unary.expr,
            Expr::Paren(paren) => &paren.expr,
            _ => return matches!(expr, Expr::Call(_) | Expr::MethodCall(_) | Expr::Macro(_)),
        };
    }
}

impl Body<'_, '_> {
    fn text(&self) -> &str {
        &self.items.source.text
    }

    fn push(&mut self, kind: Kind, callee: String, at: Span, name_at: Span) -> &mut Call {
        let line = self.items.source.line(name_at.start);
        self.function.calls.push(Call {
            kind,
            callee,
            receiver: None,
            generics: None,
            arguments: Vec::new(),
            at,
            name_at,
            line,
            awaited: false,
            tried: false,
            dropped: false,
            frame: self.frame,
        });
        let last = self.function.calls.len() - 1;
        &mut self.function.calls[last]
    }

    /// Visits the arguments of a call, which come before it.
    fn arguments(&mut self, list: &syn::punctuated::Punctuated<Expr, syn::Token![,]>, callee: &str) {
        let outer = std::mem::take(&mut self.given_to);
        for argument in list {
            callee.clone_into(&mut self.given_to);
            self.visit_expr(argument);
        }
        self.given_to = outer;
    }

    fn argument_places(
        &self,
        list: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
        paren: &syn::token::Paren,
    ) -> Vec<Argument> {
        let (open, close) = (end(paren.span.open()), start(paren.span.close()));
        let items = places::items(list, open, close, |comma| comma.span);
        items.map(|(item, at)| Argument { at: trim(self.text(), at), literal: literal(item) }).collect()
    }

    /// Reads something with frames and scopes of its own.
    fn frame(&mut self, at: Span, is_async: bool, inside: impl FnOnce(&mut Self)) {
        let given_to = std::mem::take(&mut self.given_to);
        let outer = (self.frame, self.scope_end);
        self.frame = self.function.frames.len();
        self.scope_end = at.end;
        self.function.frames.push(Frame { parent: Some(outer.0), is_async, given_to, at });
        inside(self);
        (self.frame, self.scope_end) = outer;
    }

    /// The last call that was read, if the expression is one.
    fn last_call(&mut self, expr: &Expr) -> Option<&mut Call> {
        if is_call(expr) { self.function.calls.last_mut() } else { None }
    }

    fn macro_call(&mut self, called: &Macro) {
        let callee = path_text(&called.path);
        let (open, close) = brackets(&called.delimiter);
        let first = path_start(&called.path).unwrap_or_else(|| start(open));
        let mut arguments = Vec::new();
        if CODE.contains(&super::last(&callee)) {
            for statement in macros::statements(&called.tokens) {
                self.visit_stmt(&statement);
            }
        } else {
            for (part, at) in macros::parts(&called.tokens) {
                let expressions = macros::expressions(&part);
                let literal = if part.len() == 1 { expressions.first().and_then(literal) } else { None };
                for expression in &expressions {
                    self.given_to.clear();
                    self.visit_expr(expression);
                }
                arguments.push(Argument { at, literal });
            }
        }
        let call = self.push(Kind::Macro, callee, first..end(close), first..end(called.bang_token.span));
        call.arguments = arguments;
    }

    fn in_loop(&mut self, block: &Block) {
        self.function.loops.push(block_at(block));
        self.visit_block(block);
    }
}

impl<'ast> Visit<'ast> for Body<'_, '_> {
    // Types, paths and attributes hold no calls.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_path(&mut self, _: &'ast Path) {}
    fn visit_generic_argument(&mut self, _: &'ast GenericArgument) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}

    fn visit_item(&mut self, item: &'ast Item) {
        self.items.item(item);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        let outer = std::mem::replace(&mut self.scope_end, end(block.brace_token.span.close()));
        visit::visit_block(self, block);
        self.scope_end = outer;
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        self.given_to.clear();
        visit::visit_stmt(self, statement);
        if let Stmt::Expr(expr, Some(_)) = statement
            && let Some(call) = self.last_call(expr)
        {
            call.dropped = true;
        }
    }

    fn visit_stmt_macro(&mut self, statement: &'ast StmtMacro) {
        self.macro_call(&statement.mac);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.macro_call(called);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let close = end(call.paren_token.span.close());
        let first = expression_start(&call.func).unwrap_or_else(|| start(call.paren_token.span.open()));
        let name_at = trim(self.text(), first..start(call.paren_token.span.open()));
        let (callee, generics) = match &*call.func {
            Expr::Path(path) => (path_text(&path.path), turbofish(&path.path)),
            other => {
                self.visit_expr(other);
                (String::new(), None)
            }
        };
        self.arguments(&call.args, &callee);
        let arguments = self.argument_places(&call.args, &call.paren_token);
        let pushed = self.push(Kind::Path, callee, first..close, name_at);
        (pushed.arguments, pushed.generics) = (arguments, generics);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.visit_expr(&call.receiver);
        let callee = call.method.to_string();
        self.arguments(&call.args, &callee);
        let dot = start(call.dot_token.spans[0]);
        let first = expression_start(&call.receiver).unwrap_or(dot);
        let receiver = trim(self.text(), first..dot);
        let arguments = self.argument_places(&call.args, &call.paren_token);
        let generics =
            call.turbofish.as_ref().map(|types| end(types.lt_token.spans[0])..start(types.gt_token.spans[0]));
        let at = first..end(call.paren_token.span.close());
        let pushed = self.push(Kind::Method, callee, at, call.method.span().byte_range());
        (pushed.receiver, pushed.arguments, pushed.generics) = (Some(receiver), arguments, generics);
    }

    fn visit_expr_await(&mut self, awaited: &'ast ExprAwait) {
        self.visit_expr(&awaited.base);
        let call = is_call(&awaited.base).then(|| self.function.calls.len() - 1);
        if let Some(call) = call {
            self.function.calls[call].awaited = true;
        }
        let at = start(awaited.await_token.span);
        self.function.awaits.push(Await { at, call, frame: self.frame });
    }

    fn visit_expr_try(&mut self, tried: &'ast ExprTry) {
        self.visit_expr(&tried.expr);
        if let Some(call) = self.last_call(&tried.expr) {
            call.tried = true;
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        let begin = start(closure.inputs_begin.span);
        let close = expression_start(&closure.body).unwrap_or_else(|| end(closure.inputs_end.span));
        let is_async = closure.asyncness.is_some();
        self.frame(begin..close.max(begin), is_async, |body| body.visit_expr(&closure.body));
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.frame(block_at(&block.block), true, |body| body.visit_block(&block.block));
    }

    fn visit_expr_index(&mut self, index: &'ast ExprIndex) {
        visit::visit_expr_index(self, index);
        let bracket = &index.bracket_token.span;
        let first = expression_start(&index.expr).unwrap_or_else(|| start(bracket.open()));
        let inside = trim(self.text(), end(bracket.open())..start(bracket.close()));
        let at = first..end(bracket.close());
        self.function.indexes.push(Index { at, index: inside, frame: self.frame });
    }

    fn visit_expr_for_loop(&mut self, looped: &'ast ExprForLoop) {
        self.visit_expr(&looped.expr);
        self.in_loop(&looped.body);
    }

    fn visit_expr_while(&mut self, looped: &'ast ExprWhile) {
        self.visit_expr(&looped.cond);
        self.in_loop(&looped.body);
    }

    fn visit_expr_loop(&mut self, looped: &'ast ExprLoop) {
        self.in_loop(&looped.body);
    }

    fn visit_expr_if(&mut self, branch: &'ast ExprIf) {
        self.visit_expr(&branch.cond);
        self.function.branches.push(block_at(&branch.then_branch));
        self.visit_block(&branch.then_branch);
        let mut other = branch.else_branch.as_ref().map(|(_, other)| &**other);
        while let Some(expr) = other {
            other = None;
            match expr {
                Expr::If(branch) => {
                    self.visit_expr(&branch.cond);
                    self.function.branches.push(block_at(&branch.then_branch));
                    self.visit_block(&branch.then_branch);
                    other = branch.else_branch.as_ref().map(|(_, other)| &**other);
                }
                Expr::Block(block) => {
                    self.function.branches.push(block_at(&block.block));
                    self.visit_block(&block.block);
                }
                other => self.visit_expr(other),
            }
        }
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        let calls = self.function.calls.len();
        visit::visit_arm(self, arm);
        let first = end(arm.fat_arrow_token.spans[1]);
        let last = match (&*arm.body, self.function.calls.get(calls..).and_then(<[Call]>::last)) {
            (Expr::Block(block), _) => end(block.block.brace_token.span.close()),
            (_, Some(call)) => call.at.end,
            _ => first,
        };
        self.function.branches.push(first..last.max(first));
    }

    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        let (value, at) = (literal.value(), literal.span().byte_range());
        self.function.strings.push(Literal { value, at, frame: self.frame });
    }

    fn visit_local(&mut self, local: &'ast Local) {
        let first = self.function.calls.len();
        let mut value = None;
        let mut called = false;
        let semicolon = start(local.semi_token.span);
        if let Some(init) = &local.init {
            self.given_to.clear();
            self.visit_expr(&init.expr);
            let last = init.diverge.as_ref().map_or(semicolon, |(token, _)| start(token.span));
            let at = trim(self.text(), end(init.eq_token.span)..last);
            value = Some(Argument { at, literal: literal(&init.expr) });
            called = is_call(&init.expr);
        }
        let calls = first..self.function.calls.len();
        if let Some((token, other)) = local.init.as_ref().and_then(|init| init.diverge.as_ref()) {
            self.function.branches.push(end(token.span)..semicolon);
            self.visit_expr(other);
        }
        let head = end(local.let_token.span)..local.init.as_ref().map_or(semicolon, |init| start(init.eq_token.span));
        let (pattern, type_) = self.pattern(&local.pat, head);
        let at = start(local.let_token.span)..end(local.semi_token.span);
        let names = names(&local.pat);
        let (scope_end, frame) = (self.scope_end, self.frame);
        self.function.lets.push(Let { pattern, names, type_, value, calls, is_call: called, at, scope_end, frame });
    }
}

impl Body<'_, '_> {
    /// The text of a pattern and of its type.
    fn pattern(&self, pattern: &Pat, at: Span) -> (String, String) {
        let text = self.text();
        match pattern {
            Pat::Type(typed) => {
                let colon = typed.colon_token.span.byte_range();
                let name = text.get(at.start..colon.start).unwrap_or_default().trim();
                (name.to_owned(), places::type_text(text, colon.end..at.end))
            }
            _ => (text.get(at).unwrap_or_default().trim().to_owned(), String::new()),
        }
    }
}

/// The types given to the last part of a path.
fn turbofish(path: &Path) -> Option<Span> {
    match &path.segments.last()?.arguments {
        syn::PathArguments::AngleBracketed(types) => Some(end(types.lt_token.spans[0])..start(types.gt_token.spans[0])),
        _ => None,
    }
}
