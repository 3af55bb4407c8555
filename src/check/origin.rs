//! Where the value of an expression comes from, as far as one function tells.

use super::graph::{Graph, Place};
use crate::inspect::code::{Call, Kind, Parameter, last, words};
use crate::problem::Span;

/// As many `let` are followed.
const STEPS: usize = 6;

/// Extractors whose content whoever sends a request chooses.
const SENT: [&str; 8] = ["Form", "Host", "Json", "Path", "Query", "RawForm", "RawQuery", "TypedMultipart"];

/// Words of functions and methods whose result is no longer free text.
const CLEANED: [&str; 12] = [
    "clean",
    "encode",
    "escape",
    "hash",
    "is_empty",
    "is_some",
    "len",
    "parse",
    "quote",
    "sanitize",
    "starts_with",
    "validate",
];

/// The parameter that an expression's text comes from unchanged, and the way to it from there: `form` and `.name`. Nothing
/// for what a function has made, for numbers, and for what is not clear.
pub fn parameter<'a>(graph: &Graph<'a>, place: &Place<'a>, expression: &str, before: usize) -> Option<&'a Parameter> {
    let function = place.function;
    let (mut expression, mut before) = (expression.to_owned(), before);
    for _ in 0..STEPS {
        if CLEANED.iter().any(|word| expression.contains(word)) {
            return None;
        }
        let (name, behind) = words::root(&expression)?;
        if behind.starts_with(['(', '!']) || behind.starts_with("::") || words::is_constant(name) {
            return None;
        }
        let bound =
            function.lets.iter().rfind(|bound| bound.at.end <= before && bound.names.iter().any(|one| one == name));
        if let Some(value) = bound.and_then(|bound| bound.value.as_ref()) {
            before = value.at.start;
            expression = place.module.text(&value.at).to_owned();
            continue;
        }
        let parameter = function.parameters.iter().find(|parameter| parameter.names.iter().any(|one| one == name))?;
        // `Query(Next { next })` binds a field by its name.
        let behind = if behind.is_empty() { format!(".{name}") } else { behind.to_owned() };
        return is_text(graph, place, &parameter.type_, &behind).then_some(parameter);
    }
    None
}

/// Whether the sender of a request chooses a parameter's content.
#[must_use]
pub fn is_sent(parameter: &Parameter) -> bool {
    SENT.contains(&outer(&parameter.type_))
}

fn outer(type_: &str) -> &str {
    last(type_.split('<').next().unwrap_or_default().trim())
}

/// Whether a value of this type, or its field at the end of `behind`, is text.
fn is_text<'a>(graph: &Graph<'a>, place: &Place<'a>, type_: &str, behind: &str) -> bool {
    let is_plain = |type_: &str| words::mentions(type_, "String").chain(words::mentions(type_, "str")).next().is_some();
    if is_plain(type_) {
        return true;
    }
    let inner = type_.split_once('<').map_or(type_, |(_, inner)| inner).trim_end_matches('>');
    let (field, name) = (behind.strip_prefix('.').unwrap_or_default(), last(inner.trim_start_matches(['&', ' '])));
    let field = field.split(|char: char| !(char.is_alphanumeric() || char == '_')).next().unwrap_or_default();
    let fields = graph.type_named(place, name).map(|type_| &type_.fields);
    fields.is_some_and(|fields| fields.iter().any(|one| one.name == field && is_plain(&one.type_)))
}

/// What `format!` puts into its text: each expression, and where it stands.
#[must_use]
pub fn interpolated<'a>(place: &Place<'a>, call: &'a Call) -> Vec<(&'a str, Span)> {
    if call.kind != Kind::Macro || call.name() != "format" {
        return Vec::new();
    }
    let Some(format) = call.arguments.first() else { return Vec::new() };
    let mut found = Vec::new();
    let mut named = Vec::new();
    for argument in &call.arguments[1..] {
        let text = place.module.text(&argument.at);
        let value = match text.split_once('=') {
            Some((name, value))
                if words::root(name).is_some_and(|(_, rest)| rest.is_empty()) && !value.starts_with('=') =>
            {
                named.push(name.trim());
                value.trim()
            }
            _ => text,
        };
        found.push((value, argument.at.clone()));
    }
    // As written, not unescaped, so that the names live as long as the source.
    let written = words::placeholders(place.module.text(&format.at));
    found.extend(written.into_iter().filter(|name| !named.contains(name)).map(|name| (name, format.at.clone())));
    found
}
