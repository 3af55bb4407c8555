//! A rule's body with what its pattern bound.

use std::rc::Rc;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

use super::is_parenthesis;
use super::matching::{Bindings, Bound, repetition};

/// How many tokens an expansion has at most, and how deep it is.
const MOST: usize = 200_000;
const DEEPEST: usize = 48;

/// The tokens that a body becomes; nothing if they are too many.
pub fn transcribe(body: TokenStream, bindings: &Bindings) -> Option<TokenStream> {
    let mut left = MOST;
    part(&body.into_iter().collect::<Vec<_>>(), bindings, &mut left, 0)
}

fn part(body: &[TokenTree], bindings: &Bindings, left: &mut usize, depth: usize) -> Option<TokenStream> {
    if depth > DEEPEST {
        return None;
    }
    let mut made = Vec::new();
    let mut at = 0;
    while let Some(token) = body.get(at) {
        *left = left.checked_sub(1)?;
        match (token, body.get(at + 1)) {
            (TokenTree::Punct(dollar), Some(TokenTree::Group(group)))
                if dollar.as_char() == '$' && is_parenthesis(group.delimiter()) =>
            {
                let (separator, _, length) = repetition(&body[at + 2..])?;
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for (round, bindings) in rounds(&inner, bindings).into_iter().enumerate() {
                    if round > 0 {
                        made.extend(separator.clone());
                    }
                    made.extend(part(&inner, &bindings, left, depth + 1)?);
                }
                at += 2 + length;
            }
            (TokenTree::Punct(dollar), Some(TokenTree::Ident(name))) if dollar.as_char() == '$' => {
                match bindings.get(&name.to_string()) {
                    Some(Bound::Tokens(tokens)) => made.extend(tokens.clone()),
                    _ if name == "crate" => made.push(TokenTree::Ident(Ident::new("crate", Span::call_site()))),
                    _ => return None,
                }
                at += 2;
            }
            (TokenTree::Group(group), _) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                made.push(TokenTree::Group(Group::new(group.delimiter(), part(&inner, bindings, left, depth + 1)?)));
                at += 1;
            }
            _ => {
                made.push(token.clone());
                at += 1;
            }
        }
    }
    Some(made.into_iter().collect())
}

/// The bindings of each round of a repetition: those of the names that it mentions, on top of those around it.
fn rounds(inner: &[TokenTree], bindings: &Bindings) -> Vec<Bindings> {
    let mentioned = mentions(inner, 0);
    let repeated: Vec<&Rc<[Bindings]>> = mentioned
        .iter()
        .filter_map(|name| match bindings.get(name) {
            Some(Bound::Repeated(rounds)) => Some(rounds),
            _ => None,
        })
        .collect();
    let count = repeated.iter().map(|rounds| rounds.len()).max().unwrap_or_default();
    let named = |of: &Bindings| -> Bindings {
        let found = mentioned.iter().filter_map(|name| Some((name.clone(), of.get(name)?.clone())));
        found.collect()
    };
    let around = named(bindings);
    let with = |round: usize| {
        let mut with = around.clone();
        for rounds in &repeated {
            with.extend(rounds.get(round).map(named).into_iter().flatten());
        }
        with
    };
    (0..count).map(with).collect()
}

/// The names behind `$`.
fn mentions(body: &[TokenTree], depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    for (at, token) in body.iter().enumerate() {
        match (token, body.get(at + 1)) {
            (TokenTree::Punct(dollar), Some(TokenTree::Ident(name))) if dollar.as_char() == '$' => {
                found.push(name.to_string());
            }
            (TokenTree::Group(group), _) if depth < DEEPEST => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                found.extend(mentions(&inner, depth + 1));
            }
            _ => {}
        }
    }
    found
}
