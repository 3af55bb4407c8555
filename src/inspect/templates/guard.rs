//! Keeps texts from the parser whose syntax tree would be too deep to walk or to drop.

use minijinja::machinery::{Token, tokenize};
use minijinja::syntax::SyntaxConfig;

use crate::problem::Span;

/// Links of chains (`a.b|c ~ d`) in one tag, and branches (`{% elif %}`) in all, that a template of a person never has. What is
/// nested in brackets and blocks, the parser counts itself.
const LONGEST: usize = 200;

/// Where a template goes on for too long without an end, if it does.
pub fn too_deep(text: &str) -> Option<Span> {
    let (mut links, mut branches, mut after_value) = (0, 0, false);
    for (token, span) in tokenize(text, false, SyntaxConfig::default()).map_while(Result::ok) {
        match token {
            Token::VariableStart | Token::BlockStart => links = 0,
            Token::Ident("elif") => branches += 1,
            _ if links_on(&token, after_value) => links += 1,
            _ => {}
        }
        if links > LONGEST || branches > LONGEST {
            return Some(span.start_offset as usize..span.end_offset as usize);
        }
        after_value = is_end_of_value(&token);
    }
    None
}

/// Whether a token makes a chain longer; a bracket does so behind a value only.
fn links_on(token: &Token<'_>, after_value: bool) -> bool {
    match token {
        Token::BracketOpen | Token::ParenOpen => after_value,
        Token::Ident(word) => matches!(*word, "and" | "or" | "not" | "is" | "if" | "in" | "else"),
        Token::Comma | Token::Colon | Token::Assign | Token::BraceOpen => false,
        Token::TemplateData(_) | Token::VariableEnd | Token::BlockEnd => false,
        Token::Int(_) | Token::Int128(_) | Token::Float(_) => false,
        _ => !is_end_of_value(token),
    }
}

fn is_end_of_value(token: &Token<'_>) -> bool {
    use Token::{BraceClose, BracketClose, Ident, ParenClose, Str, String};
    matches!(token, Ident(_) | Str(_) | String(_) | BracketClose | ParenClose | BraceClose)
}
