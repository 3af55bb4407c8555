//! Where the value of an expression comes from, as far as one function tells.

use super::graph::{Graph, Place};
use crate::inspect::code::{Call, Kind, Let, Parameter, last, words};
use crate::problem::Span;

/// As many `let` are followed.
const STEPS: usize = 6;

/// Extractors whose content whoever sends a request chooses.
const SENT: [&str; 8] = ["Form", "Host", "Json", "Path", "Query", "RawForm", "RawQuery", "TypedMultipart"];

/// Words of functions and methods whose result is no longer free text.
const CLEANED: [&str; 11] =
    ["clean", "encode", "escape", "hash", "is_empty", "is_some", "len", "parse", "quote", "sanitize", "validate"];

/// The parameter that an expression's text comes from unchanged, and the way to it from there: `form` and `.name`. Nothing
/// for what a function has made, for numbers, and for what is not clear.
pub fn parameter<'a>(graph: &Graph<'a>, place: &Place<'a>, expression: &str, before: usize) -> Option<&'a Parameter> {
    let function = place.function;
    let (mut expression, mut before) = (expression.to_owned(), before);
    for _ in 0..STEPS {
        if CLEANED.iter().any(|word| expression.contains(word)) {
            return None;
        }
        if let Some(branch) = first_branch(&expression) {
            expression = branch.to_owned();
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

/// What the first branch of an `if` gives, if that is all there is in it.
fn first_branch(expression: &str) -> Option<&str> {
    let (_, block) = expression.strip_prefix("if ")?.split_once('{')?;
    let (value, _) = block.split_once('}')?;
    (!value.contains(['{', ';'])).then_some(value.trim())
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

/// The expressions whose text becomes part of another one: those in a `format!`, those that `+` joins, and, of a variable,
/// what it is bound to and what is pushed onto it. Nothing if it is a value by itself.
#[must_use]
pub fn parts<'a>(place: &Place<'a>, span: &Span, before: usize) -> Vec<(&'a str, Span)> {
    let mut found = joined(place, span);
    if let Some((name, bound)) = bound(place, span, before) {
        found.extend(bound.value.iter().flat_map(|value| joined(place, &value.at)));
        let calls = place.function.calls.iter();
        let after = calls.filter(|call| bound.at.end <= call.at.start && call.at.end <= before);
        found.extend(after.flat_map(|call| pushed(place, call, name)));
    }
    found
}

/// The variable that an expression is.
fn bound<'a>(place: &Place<'a>, span: &Span, before: usize) -> Option<(&'a str, &'a Let)> {
    let (name, _) = words::root(place.module.text(span))?;
    let mut lets = place.function.lets.iter().filter(|bound| bound.at.end <= before);
    Some((name, lets.rfind(|bound| bound.names.iter().any(|one| one == name))?))
}

/// What is put together within an expression.
fn joined<'a>(place: &Place<'a>, span: &Span) -> Vec<(&'a str, Span)> {
    let text = place.module.text(span);
    let inside = |call: &&Call| span.start <= call.at.start && call.at.end <= span.end;
    let formats = place.function.calls.iter().filter(inside).flat_map(|call| interpolated(place, call));
    let summands = summands(text).into_iter().map(|part| {
        let start = span.start + (part.as_ptr() as usize - text.as_ptr() as usize);
        (part, start..start + part.len())
    });
    formats.chain(summands).collect()
}

/// What a call adds to the text of a variable.
fn pushed<'a>(place: &Place<'a>, call: &'a Call, name: &str) -> Vec<(&'a str, Span)> {
    let index = match (call.kind, call.name()) {
        (Kind::Method, "push_str") if place.module.receiver(call) == name => 0,
        (Kind::Method, "insert_str") if place.module.receiver(call) == name => 1,
        (Kind::Macro, "write" | "writeln") => {
            let target = words::root(place.module.argument(call, 0));
            let is_target = target.is_some_and(|(target, _)| target == name);
            return if is_target { interpolated(place, call) } else { Vec::new() };
        }
        _ => return Vec::new(),
    };
    let Some(argument) = call.arguments.get(index) else { return Vec::new() };
    let inner = joined(place, &argument.at);
    if inner.is_empty() { vec![(place.module.text(&argument.at), argument.at.clone())] } else { inner }
}

/// What `+` joins, outside of brackets and texts; nothing without one.
fn summands(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                let mut escaped = false;
                bytes.by_ref().find(|(_, byte)| {
                    let ends = *byte == b'"' && !escaped;
                    escaped = *byte == b'\\' && !escaped;
                    ends
                });
            }
            b'+' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    if !found.is_empty() {
        found.push(text[start..].trim());
    }
    found
}

/// What `format!` and `write!` put into their text: each expression, and where it stands.
#[must_use]
pub fn interpolated<'a>(place: &Place<'a>, call: &'a Call) -> Vec<(&'a str, Span)> {
    let position = match (call.kind, call.name()) {
        (Kind::Macro, "format") => 0,
        (Kind::Macro, "write" | "writeln") => 1,
        _ => return Vec::new(),
    };
    let Some(format) = call.arguments.get(position) else { return Vec::new() };
    let mut found = Vec::new();
    let mut named = Vec::new();
    for argument in &call.arguments[position + 1..] {
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
