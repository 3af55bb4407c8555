use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Meta};

use super::Base;
use crate::inspect::routes::tree::Operation;

/// What an attribute says of a build that is no test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Truth {
    True,
    False,
    Open,
}

/// The `cfg(…)` of an item that may or may not hold, as written; nothing if the item is there in tests only.
pub fn conditions(attributes: &[Attribute], text: &str, base: Base) -> Option<Vec<String>> {
    let mut conditions = Vec::new();
    for attribute in attributes {
        let path = attribute.path();
        match &attribute.meta {
            Meta::List(list) if path.is_ident("cfg") => match truth(list.tokens.clone(), 0) {
                Truth::False => return None,
                Truth::True => {}
                Truth::Open => {
                    let span = list.delimiter.span();
                    let range = base.bytes(span.open()).start - base.byte..base.bytes(span.close()).end - base.byte;
                    conditions.push(format!("cfg{}", one_line(text.get(range).unwrap_or_default())));
                }
            },
            _ if path.segments.last().is_some_and(|last| last.ident == "test" || last.ident == "bench") => return None,
            _ => {}
        }
    }
    Some(conditions)
}

/// A piece of source on one line, without the space at its ends.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const DEEPEST: usize = 32;

fn truth(tokens: TokenStream, depth: usize) -> Truth {
    let mut tokens = tokens.into_iter();
    let (Some(TokenTree::Ident(name)), rest) = (tokens.next(), tokens.next()) else { return Truth::Open };
    let parts = match rest {
        Some(TokenTree::Group(group)) if depth < DEEPEST => parts(group.stream()),
        None if name == "test" || name == "doctest" || name == "false" => return Truth::False,
        None if name == "true" => return Truth::True,
        _ => return Truth::Open,
    };
    let mut truths = parts.into_iter().map(|part| truth(part, depth + 1));
    match name.to_string().as_str() {
        "not" => match truths.next() {
            Some(Truth::True) => Truth::False,
            Some(Truth::False) => Truth::True,
            _ => Truth::Open,
        },
        "all" => most(truths, Truth::False, Truth::True),
        "any" => most(truths, Truth::True, Truth::False),
        _ => Truth::Open,
    }
}

/// `decisive` if one of them is, `other` if all of them are.
fn most(mut truths: impl Iterator<Item = Truth>, decisive: Truth, other: Truth) -> Truth {
    let mut result = other;
    for truth in truths.by_ref() {
        if truth == decisive {
            return decisive;
        }
        if truth == Truth::Open {
            result = Truth::Open;
        }
    }
    result
}

/// What stands between the commas.
fn parts(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(Vec::new()),
            _ => parts.last_mut().into_iter().for_each(|last| last.push(token.clone())),
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| part.into_iter().collect()).collect()
}

/// What `#[utoipa::path(…)]` says.
pub fn operation(attributes: &[Attribute]) -> Option<Operation> {
    let list = attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.segments.last().is_some_and(|last| last.ident == "path") => Some(list),
        _ => None,
    })?;
    let mut operation = Operation::default();
    for part in parts(list.tokens.clone()) {
        let tokens: Vec<TokenTree> = part.into_iter().collect();
        match tokens.as_slice() {
            [TokenTree::Ident(method)] => operation.methods.push(method.to_string().to_uppercase()),
            [TokenTree::Ident(name), TokenTree::Group(group)] if name == "method" => {
                let methods = group.stream().into_iter().filter(|token| matches!(token, TokenTree::Ident(_)));
                operation.methods.extend(methods.map(|method| method.to_string().to_uppercase()));
            }
            [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(value)] => {
                let value = literal(value);
                match name.to_string().as_str() {
                    "path" => operation.path = value,
                    "context_path" => operation.context = value.unwrap_or_default(),
                    _ => {}
                }
            }
            [TokenTree::Ident(name), TokenTree::Punct(_), value @ ..] if name == "path" => {
                operation.expression = Some(value.iter().cloned().collect::<TokenStream>().to_string());
            }
            _ => {}
        }
    }
    operation.methods.retain(|method| METHODS.contains(&method.as_str()));
    Some(operation)
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/// The text in an attribute like `#[name("text")]` or `#[name = "text"]`.
pub fn text(attributes: &[Attribute], name: &str) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident(name))?;
    match &attribute.meta {
        Meta::List(list) => list.tokens.clone().into_iter().find_map(|token| match token {
            TokenTree::Literal(value) => literal(&value),
            _ => None,
        }),
        Meta::NameValue(pair) => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        Meta::Path(_) => None,
    }
}

fn literal(literal: &proc_macro2::Literal) -> Option<String> {
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

/// Whether a trait is derived.
pub fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("derive") => {
            list.tokens.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(derived) if derived == name))
        }
        _ => false,
    })
}

/// The attributes of an expression that stands as a statement.
pub fn of_expression(expression: &syn::Expr) -> &[syn::Attribute] {
    match expression {
        syn::Expr::Assign(of) => &of.attrs,
        syn::Expr::Async(of) => &of.attrs,
        syn::Expr::Await(of) => &of.attrs,
        syn::Expr::Block(of) => &of.attrs,
        syn::Expr::Call(of) => &of.attrs,
        syn::Expr::ForLoop(of) => &of.attrs,
        syn::Expr::If(of) => &of.attrs,
        syn::Expr::Loop(of) => &of.attrs,
        syn::Expr::Macro(of) => &of.attrs,
        syn::Expr::Match(of) => &of.attrs,
        syn::Expr::MethodCall(of) => &of.attrs,
        syn::Expr::Path(of) => &of.attrs,
        syn::Expr::Return(of) => &of.attrs,
        syn::Expr::Struct(of) => &of.attrs,
        syn::Expr::Try(of) => &of.attrs,
        syn::Expr::Unsafe(of) => &of.attrs,
        syn::Expr::While(of) => &of.attrs,
        _ => &[],
    }
}
