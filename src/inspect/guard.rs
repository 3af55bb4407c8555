//! What has to hold for a text before it may be parsed. A parser of Rust calls itself for each bracket and each operator, so the text
//! decides how much stack it takes; here that is bounded on the text alone, in one pass without recursion.

use std::ops::Range;

/// Bytes beyond which a file is not parsed: 4 MiB.
const LONGEST: usize = 4 << 20;

/// How deep brackets may stand in each other.
const DEEPEST: usize = 200;

/// How many tokens may stand between separators, summed over the brackets that are open: a bound of every chain of operators, of
/// prefixes, of `else if` and of types in types.
const MOST: usize = 3_000;

/// The stack that parsing within these bounds takes at most, in bytes, with room to spare.
pub const STACK: usize = 256 << 20;

/// Why a text must not be parsed, and at which bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub at: Range<usize>,
    pub message: String,
}

/// Checks that a text can be parsed within [`STACK`].
///
/// # Errors
/// If it is too long, its brackets are too deep, or one of its statements is too long.
pub fn check(text: &str) -> Result<(), Refusal> {
    if text.len() > LONGEST {
        let message =
            format!("this is not read: it has {} MB, and {} MB are the most", text.len() >> 20, LONGEST >> 20);
        return Err(Refusal { at: 0..0, message });
    }
    let mut tokens = Tokens { bytes: text.as_bytes(), at: 0 };
    let mut open = vec![Open::default()];
    let mut total = 0;
    let mut before = Before::Nothing;
    while let Some((token, at)) = tokens.next() {
        let refusal = |message: String| Err(Refusal { at: at..at + 1, message });
        match token {
            Token::Open => {
                if open.len() > DEEPEST {
                    return refusal(format!("brackets are nested more than {DEEPEST} deep here"));
                }
                total += add(&mut open);
                let is_macro = before == Before::Macro || open.last().is_some_and(|open| open.is_macro);
                open.push(Open { count: 0, is_macro });
            }
            Token::Close => {
                total -= if open.len() > 1 { open.pop().unwrap_or_default().count } else { 0 };
                if tokens.ends_item(at) {
                    total -= end(&mut open);
                }
            }
            Token::Separator => total -= end(&mut open),
            Token::Name | Token::Bang | Token::Other => total += add(&mut open),
        }
        before = before.then(token);
        if total > MOST {
            return refusal(format!("a statement has more than {MOST} tokens here"));
        }
    }
    Ok(())
}

/// A bracket that is open.
#[derive(Debug, Default)]
struct Open {
    /// The tokens in it since the last separator.
    count: usize,
    /// What is in a macro's brackets is not parsed, whatever it is.
    is_macro: bool,
}

/// Where a bracket is that has no counterpart, and what is wrong with it.
#[must_use]
pub fn unbalanced(text: &str) -> Option<Refusal> {
    let tokens = Tokens { bytes: text.as_bytes(), at: 0 };
    let mut open: Vec<usize> = Vec::new();
    let refusal = |at: usize, what: &str| {
        let bracket = char::from(text.as_bytes()[at]);
        Some(Refusal { at: at..at + 1, message: format!("this is not Rust: `{bracket}` {what}") })
    };
    for (token, at) in tokens {
        match (token, open.last()) {
            (Token::Open, _) => open.push(at),
            (Token::Close, None) => return refusal(at, "closes nothing"),
            (Token::Close, Some(&start)) => {
                let pair = (text.as_bytes()[start], text.as_bytes()[at]);
                if !matches!(pair, (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                    return refusal(start, "is not closed");
                }
                open.pop();
            }
            _ => {}
        }
    }
    open.last().and_then(|&at| refusal(at, "is not closed"))
}

fn add(open: &mut [Open]) -> usize {
    match open.last_mut() {
        Some(last) if !last.is_macro => {
            last.count += 1;
            1
        }
        _ => 0,
    }
}

fn end(open: &mut [Open]) -> usize {
    open.last_mut().map(|last| std::mem::take(&mut last.count)).unwrap_or_default()
}

/// Whether the tokens so far call a macro: `name!`, or `macro_rules! name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Name,
    Macro,
}

impl Before {
    fn then(self, token: Token) -> Self {
        match (self, token) {
            (Self::Name, Token::Bang) | (Self::Macro, Token::Name) => Self::Macro,
            (_, Token::Name) => Self::Name,
            _ => Self::Nothing,
        }
    }
}

/// What a token means for the bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    Open,
    Close,
    /// `;` or `,`.
    Separator,
    /// A word that is no keyword.
    Name,
    /// `!`.
    Bang,
    Other,
}

/// The tokens of a text, with where each starts. Comments, and what is in strings, are none.
#[derive(Debug)]
pub struct Tokens<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = (Token, usize);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_space();
        let start = self.at;
        let token = match *self.bytes.get(start)? {
            b'(' | b'[' | b'{' => self.single(Token::Open),
            b')' | b']' | b'}' => self.single(Token::Close),
            b';' | b',' => self.single(Token::Separator),
            b'!' => self.single(Token::Bang),
            b'"' => self.string(),
            b'\'' => self.quote(),
            byte if is_word(byte) => self.word(),
            _ => self.single(Token::Other),
        };
        Some((token, start))
    }
}

impl Tokens<'_> {
    fn single(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek(0) {
            match (byte, self.peek(1)) {
                (b'/', Some(b'/')) => {
                    let line = self.bytes[self.at..].iter().position(|&byte| byte == b'\n');
                    self.at = line.map_or(self.bytes.len(), |length| self.at + length);
                }
                (b'/', Some(b'*')) => self.skip_block(),
                _ if byte.is_ascii_whitespace() => self.at += 1,
                _ => return,
            }
        }
    }

    /// A comment `/* … */`, with those in it.
    fn skip_block(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek(0) {
            match (byte, self.peek(1)) {
                (b'/', Some(b'*')) => (depth, self.at) = (depth + 1, self.at + 2),
                (b'*', Some(b'/')) => (depth, self.at) = (depth - 1, self.at + 2),
                _ => self.at += 1,
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// From the opening quote to behind the closing one.
    fn string(&mut self) -> Token {
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.bytes.len());
        Token::Other
    }

    /// A character, or the start of a lifetime.
    fn quote(&mut self) -> Token {
        let rest = &self.bytes[self.at + 1..];
        if rest.first() == Some(&b'\\') {
            let end = rest.iter().skip(2).position(|&byte| byte == b'\'').map(|length| length + 3);
            self.at += 1 + end.unwrap_or(rest.len());
            return Token::Other;
        }
        let width = rest.first().map_or(0, |&byte| match byte {
            0..=0x7f => 1,
            0x80..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        });
        self.at += if rest.get(width) == Some(&b'\'') { width + 2 } else { 1 };
        Token::Other
    }

    /// A name, a number, or a string with a prefix.
    fn word(&mut self) -> Token {
        let start = self.at;
        while self.peek(0).is_some_and(is_word) {
            self.at += 1;
        }
        let prefix = &self.bytes[start..self.at];
        let is_raw = matches!(prefix, b"r" | b"br" | b"cr");
        match self.peek(0) {
            Some(b'"') if is_raw => self.raw(0),
            Some(b'"') if matches!(prefix, b"b" | b"c") => self.string(),
            Some(b'\'') if prefix == b"b" => self.quote(),
            Some(b'#') if is_raw => {
                let hashes = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'#').count();
                if self.peek(hashes) == Some(b'"') { self.raw(hashes) } else { Token::Other }
            }
            _ if KEYWORDS.contains(&prefix) => Token::Other,
            _ => Token::Name,
        }
    }

    /// A raw string, from its first `#` or quote on.
    fn raw(&mut self, hashes: usize) -> Token {
        self.at += hashes + 1;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            let closing = self.bytes[self.at..].iter().take(hashes).take_while(|&&byte| byte == b'#').count();
            if byte == b'"' && closing == hashes {
                self.at += hashes;
                break;
            }
        }
        Token::Other
    }

    /// Whether the bracket at `at` closes what has no `;`: the next thing is another item or statement.
    fn ends_item(&mut self, at: usize) -> bool {
        if self.bytes[at] != b'}' {
            return false;
        }
        self.skip_space();
        let rest = &self.bytes[self.at..];
        let word = rest.iter().position(|&byte| !is_word(byte)).map_or(rest, |end| &rest[..end]);
        match rest.first() {
            Some(b'#' | b'}') => true,
            _ => !word.is_empty() && !matches!(word, b"else" | b"as"),
        }
    }
}

/// The words that `!` may follow without calling a macro.
const KEYWORDS: &[&[u8]] = &[
    b"as", b"async", b"await", b"break", b"const", b"do", b"else", b"for", b"if", b"impl", b"in", b"let", b"loop",
    b"match", b"move", b"mut", b"raw", b"ref", b"return", b"static", b"unsafe", b"where", b"while", b"yield",
];

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
