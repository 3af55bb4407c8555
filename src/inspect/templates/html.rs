//! The HTML of a template: its elements with their attributes, in which minijinja's tags are holes.

use schemars::JsonSchema;
use serde::Serialize;

use super::pieces::{self, Kind};
use super::{Macro, Place};
use crate::problem::{Source, Span};

/// An element as its opening tag writes it.
#[derive(Debug, Clone)]
pub struct Element {
    /// In lower case.
    pub tag: String,
    pub attributes: Vec<Attribute>,
    pub place: Place,
    /// The opening tag; for a form, all of it.
    pub span: Span,
    /// The macro that it is in.
    pub macro_: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Attribute {
    pub name: String,
    /// Nothing for an attribute without a value.
    pub value: Vec<Part>,
    pub span: Span,
    pub place: Place,
}

/// A piece of an attribute's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Text(String),
    /// The expression in `{{ }}`.
    Value(String),
    /// A statement: what follows may or may not be there.
    Tag,
}

impl Element {
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

impl Attribute {
    /// The value as it is written, tags other than values left out.
    #[must_use]
    pub fn text(&self) -> String {
        let parts = self.value.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Value(value) => format!("{{{{ {value} }}}}"),
            Part::Tag => String::new(),
        });
        parts.collect()
    }
}

/// Every element that has attributes, in order.
#[must_use]
pub fn elements(source: &Source, macros: &[Macro]) -> Vec<Element> {
    let text = source.text.as_str();
    let mut reader = Reader { text, tags: pieces::tags(text), next: 0, at: 0, source };
    let mut elements: Vec<Element> = Vec::new();
    let mut form = None;
    while let Some(start) = reader.opening() {
        if reader.rest().starts_with("</") {
            reader.at += 2;
            if let Some(open) = form.filter(|_| reader.name() == "form")
                && let Some(open) = elements.get_mut::<usize>(open)
            {
                open.span.end = reader.at;
                form = None;
            }
            continue;
        }
        reader.at += 1;
        let tag = reader.name();
        let attributes = reader.attributes();
        let raw = matches!(tag.as_str(), "script" | "style").then(|| format!("</{tag}"));
        let macro_ = macros.iter().find(|macro_| macro_.inside.span.contains(&start)).map(|macro_| macro_.name.clone());
        if tag == "form" {
            form = Some(elements.len());
        }
        if !attributes.is_empty() || tag == "form" {
            let (line, column) = source.place(start);
            let span = start..reader.at;
            elements.push(Element { tag, attributes, place: Place { line, column }, span, macro_ });
        }
        if let Some(end) = raw {
            reader.at = reader.rest().find(&end).map_or(text.len(), |found| reader.at + found);
        }
    }
    elements
}

struct Reader<'a> {
    text: &'a str,
    tags: Vec<(Kind, Span)>,
    /// The first tag that does not end before `at`.
    next: usize,
    at: usize,
    source: &'a Source,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// The tag that begins here.
    fn tag(&mut self) -> Option<(Kind, Span)> {
        while self.tags.get(self.next).is_some_and(|(_, span)| span.end <= self.at) {
            self.next += 1;
        }
        self.tags.get(self.next).filter(|(_, span)| span.start <= self.at).cloned()
    }

    /// Goes to the next tag of HTML, past text, comments and minijinja's tags.
    fn opening(&mut self) -> Option<usize> {
        while let Some(char) = self.rest().chars().next() {
            if let Some((_, span)) = self.tag() {
                self.at = span.end;
            } else if self.rest().starts_with("<!--") {
                self.at = self.rest().find("-->").map_or(self.text.len(), |found| self.at + found + 3);
            } else if char == '<' && self.rest()[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                return Some(self.at);
            } else {
                self.at += char.len_utf8();
            }
        }
        None
    }

    /// A name of an element or attribute.
    fn name(&mut self) -> String {
        let start = self.at;
        while let Some(char) = self.rest().chars().next() {
            if char.is_whitespace() || "\"'<>/=".contains(char) || self.tag().is_some() {
                break;
            }
            self.at += char.len_utf8();
        }
        self.text[start..self.at].to_lowercase()
    }

    /// The attributes of an opening tag, and goes past its end.
    fn attributes(&mut self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while let Some(char) = self.rest().chars().next() {
            if let Some((_, span)) = self.tag() {
                self.at = span.end;
                continue;
            }
            match char {
                '>' => {
                    self.at += 1;
                    break;
                }
                '<' => break,
                _ if char.is_whitespace() || "\"'/=".contains(char) => self.at += char.len_utf8(),
                _ => attributes.push(self.attribute()),
            }
        }
        attributes
    }

    fn attribute(&mut self) -> Attribute {
        let start = self.at;
        let name = self.name();
        let (line, column) = self.source.place(start);
        let mut value = Vec::new();
        if self.rest().starts_with('=') {
            self.at += 1;
            value = match self.rest().chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    self.at += 1;
                    let value = self.value(|char| char == quote);
                    self.at = (self.at + 1).min(self.text.len());
                    value
                }
                _ => self.value(|char| char.is_whitespace() || char == '>'),
            };
        }
        Attribute { name, value, span: start..self.at, place: Place { line, column } }
    }

    /// What comes before the end of a value.
    fn value(&mut self, ends: impl Fn(char) -> bool) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut text = String::new();
        while let Some(char) = self.rest().chars().next() {
            if let Some((kind, span)) = self.tag() {
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                parts.push(match kind {
                    Kind::Value => Part::Value(expression(&self.text[span.clone()])),
                    Kind::Tag => Part::Tag,
                });
                self.at = span.end;
            } else if ends(char) {
                break;
            } else {
                text.push(char);
                self.at += char.len_utf8();
            }
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        parts
    }
}

/// What stands in `{{ }}`.
fn expression(tag: &str) -> String {
    let inside = tag.strip_prefix("{{").unwrap_or(tag);
    let inside = inside.strip_suffix("}}").unwrap_or(inside);
    inside.trim_matches(|c: char| c.is_whitespace() || c == '-' || c == '+').to_owned()
}
