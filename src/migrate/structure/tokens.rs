//! SQL text → tokens that compare equal whenever SQLite reads them alike.

use std::ops::Range;

use sqlparser::dialect::SQLiteDialect;
use sqlparser::tokenizer::{Token as Read, Tokenizer};

/// A word, literal or sign, less whitespace and comments.
#[derive(Debug, Clone)]
pub struct Token {
    /// As SQLite understands it: words in lower case, without quotes that they do not need.
    pub plain: String,
    /// As it is written.
    pub text: String,
    /// Where it is written, in bytes.
    pub at: Range<usize>,
    /// A word without quotes, which may be a keyword.
    pub bare: bool,
    /// A word, with quotes or without.
    pub word: bool,
}

impl Token {
    /// Whether this is a keyword or sign, given in lower case.
    pub fn is(&self, plain: &str) -> bool {
        self.plain == plain && (self.bare || !self.word)
    }

    /// Whether this names something, whatever its case and quotes.
    pub fn names(&self, name: &str) -> bool {
        self.word && unquoted(&self.plain).eq_ignore_ascii_case(name)
    }
}

/// Splits SQL into tokens.
///
/// # Errors
/// Text that no SQL begins with, such as a string without an end.
pub fn tokens(sql: &str) -> Result<Vec<Token>, String> {
    let read = Tokenizer::new(&SQLiteDialect {}, sql).with_unescape(false).tokenize_with_location();
    let read = read.map_err(|error| error.to_string())?;
    let starts = starts(sql);
    let place = |line: u64, column: u64| {
        let line = starts.get(usize::try_from(line).unwrap_or(1).saturating_sub(1)).copied().unwrap_or(sql.len());
        let before = sql[line..].chars().take(usize::try_from(column).unwrap_or(1).saturating_sub(1));
        line + before.map(char::len_utf8).sum::<usize>()
    };
    let places: Vec<usize> = read.iter().map(|each| place(each.span.start.line, each.span.start.column)).collect();
    let ends = places.iter().skip(1).copied().chain([sql.len()]);
    let mut tokens: Vec<Token> = Vec::new();
    for ((read, start), end) in read.iter().zip(&places).zip(ends) {
        if !matches!(read.token, Read::Whitespace(_) | Read::EOF) {
            tokens.push(token(&read.token, &sql[*start..end], *start..end));
        }
    }
    Ok(tokens)
}

/// Where each line starts.
fn starts(sql: &str) -> Vec<usize> {
    std::iter::once(0).chain(sql.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn token(read: &Read, text: &str, at: Range<usize>) -> Token {
    let (plain, bare, word) = match read {
        Read::Word(word) if word.quote_style.is_none() => (text.to_ascii_lowercase(), true, true),
        Read::Word(word) => (quoted(&word.value.replace("\"\"", "\"")), false, true),
        Read::DoubleQuotedString(value) => (quoted(&value.replace("\"\"", "\"")), false, true),
        Read::Neq => ("<>".to_owned(), false, false),
        Read::DoubleEq => ("=".to_owned(), false, false),
        _ => (text.to_owned(), false, false),
    };
    Token { plain, text: text.to_owned(), at, bare, word }
}

/// A name in lower case, with quotes where its characters need them.
fn quoted(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let plain = name.chars().all(|c| c == '_' || c.is_alphanumeric()) && !name.starts_with(|c: char| c.is_numeric());
    if plain && !name.is_empty() { name } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// The name that a token stands for.
pub fn unquoted(word: &str) -> String {
    let inner = |open: char, close: char| word.strip_prefix(open)?.strip_suffix(close);
    match inner('"', '"').or_else(|| inner('`', '`')) {
        Some(name) => name.replace("\"\"", "\""),
        None => inner('[', ']').unwrap_or(word).to_owned(),
    }
}

/// What is compared: tokens with a space between.
pub fn plain(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.plain.as_str()).collect();
    words.join(" ")
}

/// What is shown and written: the tokens as they are, with one space where there was any.
pub fn shown(tokens: &[Token]) -> String {
    substituted(tokens, |_| None)
}

/// The same, with another expression for a column; a function of that name is left alone.
pub fn substituted(tokens: &[Token], other: impl Fn(&Token) -> Option<String>) -> String {
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let spaced = at > 0 && tokens[at - 1].at.end < token.at.start;
        let tight = (at > 0 && tokens[at - 1].is("(")) || token.is(")");
        if spaced && !tight {
            text.push(' ');
        }
        let called = tokens.get(at + 1).is_some_and(|next| next.is("("));
        let other = if called && token.bare { None } else { other(token) };
        text.push_str(&other.unwrap_or_else(|| token.text.clone()));
    }
    text
}

/// The token whose parenthesis closes the one at `open`, or the end.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.plain.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// The parts between commas that stand in no parenthesis.
pub fn parts(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.plain.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}
