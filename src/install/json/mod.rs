//! JSON with comments: one entry is put in or taken out by splicing, so that everything else keeps its bytes.
//!
//! What [`insert`] makes can be told from what was there, so that [`remove`] gives back the very bytes: an object that was
//! there empty gets its first member without space before it, one that is made gets a line for it.

mod insert;
mod remove;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::tokens::{Token, TokenAndRange};
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::splice::newline;
use crate::problem::{Problem, Source};

pub use insert::{add, insert, set};
pub use remove::remove;

/// A text with the place of everything in it.
pub(super) struct Page<'a> {
    text: &'a str,
    /// In order, comments among them.
    tokens: Vec<TokenAndRange<'a>>,
    root: Option<Value<'a>>,
}

/// What the editors allow: comments and commas behind the last member.
const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_loose_object_property_names: false,
    allow_trailing_commas: true,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
};

/// The entry of a name, as data.
///
/// # Errors
/// A text that is no JSON: where, and why.
pub fn read(text: &str, file: &str, table: &str, name: &str) -> Result<Option<serde_json::Value>, Box<Problem>> {
    let page = Page::parse(text, file)?;
    let entry = page.table(table).and_then(|member| member.value.as_object()).and_then(|servers| find(servers, name));
    Ok(entry.map(|member| member.value.clone().into()))
}

/// The whole text as data; `None` if it holds none.
///
/// # Errors
/// As [`read`].
pub fn data(text: &str, file: &str) -> Result<Option<serde_json::Value>, Box<Problem>> {
    Ok(Page::parse(text, file)?.root.map(Into::into))
}

impl<'a> Page<'a> {
    fn parse(text: &'a str, file: &str) -> Result<Self, Box<Problem>> {
        let collect = CollectOptions { comments: CommentCollectionStrategy::AsTokens, tokens: true };
        match parse_to_ast(text, &collect, &OPTIONS) {
            Ok(parsed) => Ok(Self { text, tokens: parsed.tokens.unwrap_or_default(), root: parsed.value }),
            Err(error) => {
                let range = error.range();
                let message = error.kind().to_string();
                Err(Box::new(Source::new(file, text).problem(&(range.start..range.end), lower(&message))))
            }
        }
    }

    fn object(&self) -> Option<&Object<'a>> {
        self.root.as_ref()?.as_object()
    }

    /// The member of the whole that holds the servers.
    fn table(&self, name: &str) -> Option<&ObjectProp<'a>> {
        find(self.object()?, name)
    }

    /// The last token that ends at or before a place.
    fn before(&self, at: usize) -> Option<&TokenAndRange<'a>> {
        self.tokens[..self.tokens.partition_point(|token| token.range.end <= at)].last()
    }

    /// The tokens that start at or behind a place.
    fn after(&self, at: usize) -> &[TokenAndRange<'a>] {
        &self.tokens[self.tokens.partition_point(|token| token.range.start < at)..]
    }

    /// The comma behind a member, if there is one; comments may stand between.
    fn comma(&self, end: usize) -> Option<&TokenAndRange<'a>> {
        self.after(end).iter().find(|token| !is_comment(token)).filter(|token| token.token == Token::Comma)
    }

    /// The white space before a place, back to the token before it.
    fn gap(&self, at: usize) -> &'a str {
        &self.text[self.before(at).map_or(0, |token| token.range.end)..at]
    }

    /// What the line of a place is indented by.
    fn indent(&self, at: usize) -> &'a str {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &self.text[start..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// What one level is indented by.
    fn step(&self) -> String {
        let first = |object: &Object| {
            let member = object.properties.first()?;
            let outer = self.indent(object.range.start);
            let gap = self.gap(member.range.start);
            let inner = gap.contains('\n').then(|| self.indent(member.range.start))?;
            inner.strip_prefix(outer).filter(|step| !step.is_empty()).map(str::to_owned)
        };
        let Some(root) = self.object() else { return "  ".to_owned() };
        let below = || root.properties.iter().filter_map(|member| member.value.as_object()).find_map(first);
        first(root).or_else(below).unwrap_or_else(|| "  ".to_owned())
    }

    fn newline(&self) -> &'static str {
        newline(self.text)
    }
}

/// The member of a name; of several the last one counts, as it does for the editors.
fn find<'o, 'a>(object: &'o Object<'a>, name: &str) -> Option<&'o ObjectProp<'a>> {
    object.properties.iter().rev().find(|member| member.name.as_str() == name)
}

fn is_comment(token: &TokenAndRange) -> bool {
    matches!(token.token, Token::CommentLine(_) | Token::CommentBlock(_))
}

fn is_line_comment(token: &TokenAndRange) -> bool {
    matches!(token.token, Token::CommentLine(_))
}

/// A message in the middle of a sentence.
fn lower(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// The bytes that a value takes.
fn span(value: &Value) -> std::ops::Range<usize> {
    let range = value.range();
    range.start..range.end
}
