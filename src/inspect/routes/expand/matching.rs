//! What a rule's pattern binds in the tokens of a call.

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

use super::is_parenthesis;

/// What a name of a pattern stands for: tokens, or one for each repetition.
#[derive(Debug, Clone)]
pub enum Bound {
    Tokens(TokenStream),
    Repeated(Rc<[Bindings]>),
}

pub type Bindings = BTreeMap<String, Bound>;

/// How deep repetitions may stand in each other, and how often one may repeat.
const DEEPEST: usize = 16;
const MOST: usize = 4_000;

/// What `pattern` binds in `given`, all of it; nothing if it does not fit.
pub fn matches(pattern: TokenStream, given: &[TokenTree]) -> Option<Bindings> {
    let pattern: Vec<TokenTree> = pattern.into_iter().collect();
    let mut bindings = Bindings::new();
    let rest = part(&pattern, given, &mut bindings, 0)?;
    rest.is_empty().then_some(bindings)
}

/// Matches a pattern with the start of `given`; what is left is returned.
fn part<'a>(
    pattern: &[TokenTree],
    given: &'a [TokenTree],
    into: &mut Bindings,
    depth: usize,
) -> Option<&'a [TokenTree]> {
    if depth > DEEPEST {
        return None;
    }
    let mut given = given;
    let mut at = 0;
    while let Some(token) = pattern.get(at) {
        match (token, pattern.get(at + 1)) {
            (TokenTree::Punct(dollar), Some(TokenTree::Group(group)))
                if dollar.as_char() == '$' && is_parenthesis(group.delimiter()) =>
            {
                let (separator, operator, length) = repetition(&pattern[at + 2..])?;
                given = repeat(group, separator.as_ref(), operator, given, into, depth)?;
                at += 2 + length;
            }
            (TokenTree::Punct(dollar), Some(TokenTree::Ident(name))) if dollar.as_char() == '$' => {
                let TokenTree::Ident(kind) = pattern.get(at + 3)? else { return None };
                let (found, rest) = fragment(&kind.to_string(), given)?;
                into.insert(name.to_string(), Bound::Tokens(found));
                (given, at) = (rest, at + 4);
            }
            (TokenTree::Group(group), _) => {
                let (TokenTree::Group(first), rest) = given.split_first()? else { return None };
                if first.delimiter() != group.delimiter() {
                    return None;
                }
                let inner: Vec<TokenTree> = first.stream().into_iter().collect();
                let pattern: Vec<TokenTree> = group.stream().into_iter().collect();
                if !part(&pattern, &inner, into, depth + 1)?.is_empty() {
                    return None;
                }
                (given, at) = (rest, at + 1);
            }
            _ => {
                let (first, rest) = given.split_first()?;
                if !same(token, first) {
                    return None;
                }
                (given, at) = (rest, at + 1);
            }
        }
    }
    Some(given)
}

/// The separator and operator behind `$(…)`, and how many tokens they are.
pub fn repetition(rest: &[TokenTree]) -> Option<(Option<TokenTree>, char, usize)> {
    let operator = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '*' | '+' | '?') => Some(punct.as_char()),
        _ => None,
    };
    if let Some(found) = operator(rest.first()) {
        return Some((None, found, 1));
    }
    if let Some(found) = operator(rest.get(1)) {
        return Some((rest.first().cloned(), found, 2));
    }
    // A separator of two characters, `=>`; its last one decides.
    operator(rest.get(2)).map(|found| (rest.get(1).cloned(), found, 3))
}

fn repeat<'a>(
    group: &Group,
    separator: Option<&TokenTree>,
    operator: char,
    given: &'a [TokenTree],
    into: &mut Bindings,
    depth: usize,
) -> Option<&'a [TokenTree]> {
    let pattern: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut given = given;
    let mut rounds = Vec::new();
    while rounds.len() < MOST {
        let mut next = given;
        if let (Some(separator), false) = (separator, rounds.is_empty()) {
            match next.split_first() {
                Some((first, rest)) if same(separator, first) => next = rest,
                _ => break,
            }
        }
        let mut bindings = Bindings::new();
        match part(&pattern, next, &mut bindings, depth + 1) {
            Some(rest) if rest.len() < given.len() => given = rest,
            _ => break,
        }
        rounds.push(bindings);
        if operator == '?' {
            break;
        }
    }
    if rounds.is_empty() && operator == '+' {
        return None;
    }
    let rounds: Rc<[Bindings]> = rounds.into();
    for name in names(&pattern, 0) {
        into.insert(name, Bound::Repeated(Rc::clone(&rounds)));
    }
    Some(given)
}

/// Each name that a pattern binds.
fn names(pattern: &[TokenTree], depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    for (at, token) in pattern.iter().enumerate() {
        match (token, pattern.get(at + 1)) {
            (TokenTree::Punct(dollar), Some(TokenTree::Ident(name))) if dollar.as_char() == '$' => {
                found.push(name.to_string());
            }
            (TokenTree::Group(group), _) if depth < DEEPEST => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                found.extend(names(&inner, depth + 1));
            }
            _ => {}
        }
    }
    found
}

fn same(one: &TokenTree, other: &TokenTree) -> bool {
    match (one, other) {
        (TokenTree::Ident(one), TokenTree::Ident(other)) => one == other,
        (TokenTree::Punct(one), TokenTree::Punct(other)) => one.as_char() == other.as_char(),
        (TokenTree::Literal(one), TokenTree::Literal(other)) => one.to_string() == other.to_string(),
        _ => false,
    }
}

/// What a fragment like `expr` takes from the start of `given`, and what is left.
fn fragment<'a>(kind: &str, given: &'a [TokenTree]) -> Option<(TokenStream, &'a [TokenTree])> {
    let length = match kind {
        "tt" => usize::from(!given.is_empty()),
        "ident" => usize::from(matches!(given.first()?, TokenTree::Ident(_))),
        "lifetime" => 2,
        "literal" => match given.first()? {
            TokenTree::Literal(_) => 1,
            TokenTree::Ident(word) if word == "true" || word == "false" => 1,
            TokenTree::Punct(minus) if minus.as_char() == '-' => 2,
            _ => 0,
        },
        "block" => {
            usize::from(matches!(given.first()?, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace))
        }
        "expr" | "expr_2021" => parsed(given, |input| input.parse::<syn::Expr>().map(drop))?,
        "ty" => parsed(given, |input| input.parse::<syn::Type>().map(drop))?,
        "path" => parsed(given, |input| input.parse::<syn::Path>().map(drop))?,
        "pat" | "pat_param" => parsed(given, |input| syn::Pat::parse_multi(input).map(drop))?,
        "stmt" => parsed(given, |input| input.parse::<syn::Stmt>().map(drop))?,
        "item" => parsed(given, |input| input.parse::<syn::Item>().map(drop))?,
        "vis" => return Some(visibility(given)),
        "meta" => parsed(given, |input| input.parse::<syn::Meta>().map(drop))?,
        _ => 0,
    };
    if length == 0 || length > given.len() {
        return None;
    }
    let (taken, rest) = given.split_at(length);
    let tokens: TokenStream = taken.iter().cloned().collect();
    let tokens = if kind.starts_with("expr") && length > 1 { grouped(tokens) } else { tokens };
    Some((tokens, rest))
}

/// An expression keeps together whatever stands around it.
fn grouped(tokens: TokenStream) -> TokenStream {
    let needs = tokens.clone().into_iter().any(|token| {
        matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), '+' | '-' | '*' | '/' | '|' | '=' | '<'))
    });
    if needs { TokenTree::Group(Group::new(Delimiter::Parenthesis, tokens)).into() } else { tokens }
}

/// `pub`, `pub(crate)`, or nothing.
fn visibility(given: &[TokenTree]) -> (TokenStream, &[TokenTree]) {
    let length = match given {
        [TokenTree::Ident(word), TokenTree::Group(group), ..] if word == "pub" && is_parenthesis(group.delimiter()) => {
            2
        }
        [TokenTree::Ident(word), ..] if word == "pub" => 1,
        _ => 0,
    };
    let (taken, rest) = given.split_at(length);
    (taken.iter().cloned().collect(), rest)
}

/// How many tokens a parser takes from the start.
fn parsed(given: &[TokenTree], parse: impl Fn(ParseStream) -> syn::Result<()>) -> Option<usize> {
    // A separator ends an expression; what comes behind it need not be looked at.
    let end = given.iter().position(|token| matches!(token, TokenTree::Punct(p) if matches!(p.as_char(), ',' | ';')));
    let end = end.filter(|_| !given.iter().any(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == '<')));
    let given = &given[..end.unwrap_or(given.len())];
    let stream: TokenStream = given.iter().cloned().collect();
    let total = given.len();
    let left = |input: ParseStream| {
        parse(input)?;
        let rest: TokenStream = input.parse()?;
        Ok(rest.into_iter().count())
    };
    let left = left.parse2(stream).ok()?;
    Some(total - left)
}
