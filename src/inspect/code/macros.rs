//! The arguments of macros, as far as they are expressions: `format!`, `info!`, `select!` and the like.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Block, Expr, Stmt};

use super::places::{end, start};
use crate::problem::Span;

/// The parts between commas, each with its place.
pub fn parts(tokens: &TokenStream) -> Vec<(Vec<TokenTree>, Span)> {
    let mut parts = Vec::new();
    let mut part: Vec<TokenTree> = Vec::new();
    for token in tokens.clone() {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.extend(placed(std::mem::take(&mut part))),
            _ => part.push(token),
        }
    }
    parts.extend(placed(part));
    parts
}

fn placed(part: Vec<TokenTree>) -> Option<(Vec<TokenTree>, Span)> {
    let (first, last) = (part.first()?, part.last()?);
    let at = start(first.span())..end(last.span());
    Some((part, at))
}

/// Brackets in brackets that are looked into where the whole is no expression: `json!({ "a": [b()] })`.
const DEEP: usize = 8;

/// The expressions of one part: itself, or what follows `name =`, `name:`, `%` or `?`; in `select!`, those on both sides of
/// `=>`.
pub fn expressions(part: &[TokenTree]) -> Vec<Expr> {
    let mut expressions = Vec::new();
    read(part, DEEP, &mut expressions);
    expressions
}

fn read(part: &[TokenTree], deep: usize, expressions: &mut Vec<Expr>) {
    let mut rest = part;
    while let Some(arrow) = rest.windows(2).position(|two| is_punct(&two[0], '=') && is_punct(&two[1], '>')) {
        one(&rest[..arrow], deep, expressions);
        rest = &rest[arrow + 2..];
        // Behind a block no comma is needed.
        if let [block @ TokenTree::Group(_), more @ ..] = rest
            && !more.is_empty()
        {
            one(std::slice::from_ref(block), deep, expressions);
            rest = more;
        }
    }
    one(rest, deep, expressions);
}

fn one(part: &[TokenTree], deep: usize, expressions: &mut Vec<Expr>) {
    let Some(part) = value(part) else { return };
    if let Some(expression) = parse(part) {
        expressions.push(expression);
    } else if deep > 0 {
        for token in part {
            let TokenTree::Group(group) = token else { continue };
            for (inner, _) in parts(&group.stream()) {
                read(&inner, deep - 1, expressions);
            }
        }
    }
}

/// Without what the macros of tracing and tokio put before a value.
fn value(part: &[TokenTree]) -> Option<&[TokenTree]> {
    let named = part.windows(3).position(|three| {
        is_punct(&three[1], '=') && !is_punct(&three[2], '=') && !matches!(&three[0], TokenTree::Punct(_))
    });
    let mut part = named.map_or(part, |at| &part[at + 2..]);
    if let [TokenTree::Literal(_) | TokenTree::Ident(_), colon, next, ..] = part
        && is_punct(colon, ':')
        && !is_punct(next, ':')
    {
        part = &part[2..];
    }
    while let [TokenTree::Punct(punct), rest @ ..] = part
        && matches!(punct.as_char(), '%' | '?')
    {
        part = rest;
    }
    (!part.is_empty()).then_some(part)
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

fn parse(part: &[TokenTree]) -> Option<Expr> {
    syn::parse2(part.iter().cloned().collect()).ok()
}

/// The statements of a macro whose body is code.
pub fn statements(tokens: &TokenStream) -> Vec<Stmt> {
    Block::parse_within.parse2(tokens.clone()).unwrap_or_default()
}
