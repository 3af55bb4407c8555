//! The short form of a field: `type(arguments)? unique = default`.

use crate::problem::{Problem, Source, Span};
use crate::schema::Text;
use crate::schema::index::split_commas;

/// The short form, taken apart but not yet understood.
#[derive(Debug)]
pub struct Parts {
    pub word: Text,
    pub arguments: Vec<Text>,
    pub optional: bool,
    pub unique: bool,
    pub default: Option<Text>,
}

/// Takes a short form apart, or reports where it stops being one.
pub fn take_apart(source: &Source, text: &Text, problems: &mut Vec<Problem>) -> Option<Parts> {
    let mut rest = Rest { source, text, at: 0 };
    let word = rest.word();
    let Some(arguments) = rest.arguments() else {
        let bracket = source.problem(&source.inner(text, rest.at..rest.at + 1), "this bracket is not closed");
        problems.push(bracket.help("put a `)` behind what belongs in it"));
        return None;
    };
    let optional = rest.eat("?");
    let unique = rest.eat("unique");
    let default = rest.eat("=").then(|| unquoted(rest.all()));
    let left = rest.all();
    if left.is_empty() {
        return Some(Parts { word, arguments, optional, unique, default });
    }
    let problem = source.problem(&left.span, format!("`{}` is not understood here", left.as_str()));
    let form = "a field is a type, then `?`, `unique` and `= default` if wanted: `string(40)? unique = none`";
    problems.push(problem.help(form));
    None
}

/// What of a short form is still to be read.
struct Rest<'a> {
    source: &'a Source,
    text: &'a Text,
    /// In bytes.
    at: usize,
}

impl Rest<'_> {
    fn left(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at += self.left().len() - self.left().trim_start().len();
    }

    fn word(&mut self) -> Text {
        self.skip_space();
        let end = self.left().find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let start = self.at;
        self.at += end.unwrap_or(self.left().len());
        part(self.source, self.text, start..self.at)
    }

    /// What stands in brackets, if there are any; nothing if they are not closed.
    fn arguments(&mut self) -> Option<Vec<Text>> {
        self.skip_space();
        if !self.left().starts_with('(') {
            return Some(Vec::new());
        }
        let inside = self.at + 1..self.at + closing(self.left())?;
        self.at = inside.end + 1;
        if self.text[inside.clone()].trim().is_empty() {
            return Some(Vec::new());
        }
        let spans = split_commas(&self.text[inside.clone()]).into_iter();
        Some(spans.map(|at| part(self.source, self.text, inside.start + at.start..inside.start + at.end)).collect())
    }

    fn eat(&mut self, word: &str) -> bool {
        self.skip_space();
        let found = self.left().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn all(&mut self) -> Text {
        let start = std::mem::replace(&mut self.at, self.text.len());
        part(self.source, self.text, start..self.text.len())
    }
}

/// A part of a text without the space around it, with its own place.
fn part(source: &Source, text: &Text, at: Span) -> Text {
    let slice = &text[at.clone()];
    let start = at.start + slice.len() - slice.trim_start().len();
    let value = slice.trim().to_owned();
    Text { span: source.inner(text, start..start + value.len()), value }
}

/// The position of the bracket that closes the one at the start.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0, false);
    for (at, char) in text.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn unquoted(mut text: Text) -> Text {
    let inside = text.value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    if let Some(inside) = inside {
        text.value = inside.replace("''", "'");
    }
    text
}
