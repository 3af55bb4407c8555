//! What was asked for, as a command line that problems can point into.

use super::page::Page;
use crate::output::quote;
use crate::problem::{Problem, Source, Span};
use crate::setting::{Lines, offset};

/// What problems call the command line.
const ORIGIN: &str = "command line";

/// A command line, and what each part of it becomes in chat.toml.
#[derive(Debug, Default)]
pub struct Said {
    pub line: String,
    places: Vec<Place>,
}

/// A part of an argument, by its place in the command line.
#[derive(Debug, Clone)]
pub struct Part {
    pub text: String,
    span: Span,
    /// Whether the line shows the text as it is, so that a place in one is a place in the other.
    exact: bool,
}

#[derive(Debug)]
struct Place {
    path: Vec<String>,
    in_key: bool,
    part: Part,
}

impl Part {
    /// A part of this part, in bytes, without the space around it.
    pub fn slice(&self, at: Span) -> Self {
        let slice = self.text.get(at.clone()).unwrap_or_default();
        let start = at.start + slice.len() - slice.trim_start().len();
        let text = slice.trim().to_owned();
        let span =
            if self.exact { self.span.start + start..self.span.start + start + text.len() } else { self.span.clone() };
        Self { text, span, exact: self.exact }
    }
}

impl Said {
    pub fn new(command: &str) -> Self {
        Self { line: format!("chatgen {command}"), places: Vec::new() }
    }

    /// Adds an argument.
    pub fn word(&mut self, word: &str) -> Part {
        let written = if word.starts_with('-') { format!("'{word}'") } else { quote(word) };
        let start = self.line.len() + 1;
        self.line.push_str(&format!(" {written}"));
        let exact = written == word || !word.contains('\'');
        let edge = usize::from(exact && written != word);
        Part { text: word.to_owned(), span: start + edge..self.line.len() - edge, exact }
    }

    /// Adds an option and its value.
    pub fn option(&mut self, name: &str, word: &str) -> Part {
        self.line.push_str(&format!(" {name}"));
        self.word(word)
    }

    /// Adds an option without a value.
    pub fn flag(&mut self, name: &str) {
        self.line.push_str(&format!(" {name}"));
    }

    /// A part becomes the key at a path.
    pub fn is_key<S: AsRef<str>>(&mut self, part: &Part, path: &[S]) {
        self.place(part, path, true);
    }

    /// A part becomes the value at a path.
    pub fn is_value<S: AsRef<str>>(&mut self, part: &Part, path: &[S]) {
        self.place(part, path, false);
    }

    fn place<S: AsRef<str>>(&mut self, part: &Part, path: &[S], in_key: bool) {
        let path = path.iter().map(|part| part.as_ref().to_owned()).collect();
        self.places.push(Place { path, in_key, part: part.clone() });
    }

    /// Something wrong with an argument.
    pub fn problem(&self, part: &Part, message: impl Into<String>) -> Problem {
        self.at(&part.span, message)
    }

    fn at(&self, span: &Span, message: impl Into<String>) -> Problem {
        Source::new(ORIGIN, &self.line).problem(span, message)
    }

    /// Moves problems found in an edited text to the argument they come from, or to the line that the person wrote.
    pub fn blame(&self, problems: Vec<Problem>, original: &str, edited: &str) -> Vec<Problem> {
        let Ok(page) = Page::parse(edited) else { return problems };
        let places: Vec<_> = self.places.iter().filter_map(|place| Some((place, page.place(&place.path)?))).collect();
        let lines = Lines::new(edited, original);
        let move_one = |problem: Problem| {
            let at = offset(edited, problem.line, problem.column);
            let found = places.iter().find_map(|(place, (key, value))| {
                let span = if place.in_key { key } else { value };
                span.contains(&at).then(|| place.part.inside(edited, span, at, problem.width()))
            });
            match found {
                Some(span) => again(self.at(&span, &problem.message), &problem),
                None if lines.is_old(&problem) => lines.back(problem),
                None => again(self.at(&(0..self.line.len()), &problem.message), &problem),
            }
        };
        problems.into_iter().map(move_one).collect()
    }
}

fn again(moved: Problem, problem: &Problem) -> Problem {
    problem.help.iter().fold(moved, |moved, help| moved.help(help))
}

impl Part {
    /// The place in the command line of a position in the value that this became, and of what stands `width` bytes behind it.
    fn inside(&self, edited: &str, value: &Span, at: usize, width: usize) -> Span {
        let written = &edited[value.clone()];
        let within = at - value.start;
        let quotes = usize::from(written.starts_with(['"', '\'']));
        let same = written.get(quotes..written.len() - quotes) == Some(self.text.as_str());
        if !self.exact || !same || within < quotes || width > written.len() - 2 * quotes {
            return self.span.clone();
        }
        let start = self.span.start + within - quotes;
        start..(start + width).min(self.span.end)
    }
}
