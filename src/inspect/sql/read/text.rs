//! String literals and `format!`.

use std::sync::Arc;

use syn::LitStr;

use super::Piece;

/// A literal as it is.
pub fn whole(text: &LitStr) -> Piece {
    Piece::Text { value: text.value().into(), from: 0, literal: text.span().byte_range() }
}

/// A part of a format string.
pub enum Part {
    Text(Piece),
    /// `{}`, `{0}` and `{name}`; the flag says whether anything follows a colon.
    Place(String, bool),
}

/// A format string, taken apart.
pub fn format(text: &LitStr) -> Vec<Part> {
    let value = text.value();
    let literal = text.span().byte_range();
    let (mut parts, mut said, mut from) = (Vec::new(), String::new(), 0);
    let mut chars = value.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let doubled = chars.peek().is_some_and(|(_, next)| *next == char);
        if matches!(char, '{' | '}') && doubled {
            chars.next();
            said.push(char);
        } else if char == '{' {
            let piece = Piece::Text { value: Arc::from(said.as_str()), from, literal: literal.clone() };
            parts.push(Part::Text(piece));
            said.clear();
            let place: String = chars.by_ref().map(|(_, char)| char).take_while(|char| *char != '}').collect();
            from = at + place.len() + 2;
            let (name, spec) = place.split_once(':').unwrap_or((&place, ""));
            parts.push(Part::Place(name.trim().to_owned(), !spec.is_empty()));
        } else {
            said.push(char);
        }
    }
    parts.push(Part::Text(Piece::Text { value: said.into(), from, literal }));
    parts
}
