//! Where the parts of a syntax tree stand in the text. A tree knows the places of its tokens only, so a part reaches from its
//! first token to the one behind it.

use proc_macro2::Span as Token;
use syn::punctuated::{Pair, Punctuated};
use syn::{Attribute, Expr, MacroDelimiter, Path, UnOp, Visibility};

use crate::problem::Span;

pub fn start(token: Token) -> usize {
    token.byte_range().start
}

pub fn end(token: Token) -> usize {
    token.byte_range().end
}

/// The first and the last token of a macro's or an attribute's brackets.
pub fn brackets(delimiter: &MacroDelimiter) -> (Token, Token) {
    let span = match delimiter {
        MacroDelimiter::Paren(token) => &token.span,
        MacroDelimiter::Brace(token) => &token.span,
        MacroDelimiter::Bracket(token) => &token.span,
    };
    (span.open(), span.close())
}

/// A place without the blanks around it.
pub fn trim(text: &str, at: Span) -> Span {
    let Some(inside) = text.get(at.clone()) else { return at.start..at.start };
    let first = at.start + (inside.len() - inside.trim_start().len());
    first..first.max(at.start + inside.trim_end().len())
}

/// A type's text: without a comment behind it, and on one line.
pub fn type_text(text: &str, at: Span) -> String {
    let inside = text.get(at).unwrap_or_default();
    let code: Vec<&str> = inside.lines().map(|line| line.split("//").next().unwrap_or(line).trim()).collect();
    match code.as_slice() {
        [one] => (*one).to_owned(),
        lines => lines.join(" ").trim().to_owned(),
    }
}

/// The places of the items of a list in brackets, commas and blanks left out.
pub fn items<'a, T, P>(
    list: &'a Punctuated<T, P>,
    open: usize,
    close: usize,
    comma: impl Fn(&P) -> Token + 'a,
) -> impl Iterator<Item = (&'a T, Span)> {
    let mut from = open;
    list.pairs().map(move |pair| {
        let (item, range) = match pair {
            Pair::Punctuated(item, punct) => (item, comma(punct).byte_range()),
            Pair::End(item) => (item, close..close),
        };
        let at = from..range.start.max(from);
        from = range.end;
        (item, at)
    })
}

pub fn path_start(path: &Path) -> Option<usize> {
    let colon = path.leading_colon.map(|colon| colon.spans[0]);
    colon.or_else(|| path.segments.first().map(|segment| segment.ident.span())).map(start)
}

pub fn path_text(path: &Path) -> String {
    let mut text = String::new();
    for segment in &path.segments {
        if !text.is_empty() {
            text.push_str("::");
        }
        text.push_str(&segment.ident.to_string());
    }
    text
}

/// Where the item behind its attributes and visibility begins.
pub fn behind(attributes: &[Attribute], visibility: Option<&Visibility>, from: usize) -> usize {
    let visibility = match visibility {
        Some(Visibility::Public(token)) => Some(token.span),
        Some(Visibility::Restricted(restricted)) => Some(restricted.paren_token.span.close()),
        _ => None,
    };
    let attribute = attributes.last().map(|attribute| attribute.bracket_token.span.close());
    visibility.or(attribute).map_or(from, end)
}

/// Where an expression begins; nothing for those that are never called, indexed or awaited.
pub fn expression_start(mut expr: &Expr) -> Option<usize> {
    loop {
        let token = match expr {
            Expr::MethodCall(call) => {
                expr = &call.receiver;
                continue;
            }
            Expr::Call(call) => {
                expr = &call.func;
                continue;
            }
            Expr::Field(field) => {
                expr = &field.base;
                continue;
            }
            Expr::Await(awaited) => {
                expr = &awaited.base;
                continue;
            }
            Expr::Try(tried) => {
                expr = &tried.expr;
                continue;
            }
            Expr::Index(index) => {
                expr = &index.expr;
                continue;
            }
            Expr::Path(path) => match &path.qself {
                Some(qself) => qself.lt_token.span,
                None => return path_start(&path.path),
            },
            Expr::Struct(literal) => return path_start(&literal.path),
            Expr::Macro(called) => return path_start(&called.mac.path),
            Expr::Paren(paren) => paren.paren_token.span.open(),
            Expr::Tuple(tuple) => tuple.paren_token.span.open(),
            Expr::Array(array) => array.bracket_token.span.open(),
            Expr::Repeat(array) => array.bracket_token.span.open(),
            Expr::Block(block) => block.block.brace_token.span.open(),
            Expr::Lit(lit) => lit.lit.span(),
            Expr::Reference(reference) => reference.and_token.span,
            Expr::Unary(unary) => match &unary.op {
                UnOp::Deref(token) => token.span,
                UnOp::Not(token) => token.span,
                UnOp::Neg(token) => token.span,
                _ => return None,
            },
            Expr::If(branch) => branch.if_token.span,
            Expr::Match(branch) => branch.match_token.span,
            Expr::Async(block) => block.async_token.span,
            Expr::Unsafe(block) => block.unsafe_token.span,
            _ => return None,
        };
        return Some(start(token));
    }
}
