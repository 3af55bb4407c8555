//! Putting an entry in.

use jsonc_parser::ast::{self, Object};
use serde_json::{Map, Value};

use super::super::splice::{Edited, Splice, splice};
use super::{Page, find, is_comment, is_line_comment, span};
use crate::problem::Problem;

/// Puts an entry under a name; whatever stands there gives way. `None` is a file that does not exist.
///
/// # Errors
/// A text that is no JSON.
pub fn insert(text: Option<&str>, table: &str, name: &str, entry: &Value) -> Result<Edited, Box<Problem>> {
    let whole = || object(table, object(name, entry.clone()));
    let Some(text) = text else {
        return Ok(Edited { text: lines(&whole(), "", "  ", "\n") + "\n", lost: false });
    };
    let page = Page::parse(text, "")?;
    let (newline, step) = (page.newline(), page.step());
    let Some(root) = &page.root else {
        let root = lines(&whole(), "", &step, newline);
        let text = match text {
            "" => root,
            text if text.ends_with('\n') => format!("{text}{root}{newline}"),
            text => format!("{text}{newline}{root}"),
        };
        return Ok(Edited { text, lost: false });
    };
    let replace =
        |value: &ast::Value, by: String| Edited { text: splice(text, vec![(span(value), by)]), lost: !is_empty(value) };
    let Some(object_) = root.as_object() else {
        return Ok(replace(root, lines(&whole(), "", &step, newline)));
    };
    let Some(member) = page.table(table) else {
        return Ok(done(text, page.member(object_, table, &object(name, entry.clone()))));
    };
    let indent = page.indent(member.range.start);
    let Some(servers) = member.value.as_object() else {
        return Ok(replace(&member.value, lines(&object(name, entry.clone()), indent, &step, newline)));
    };
    match find(servers, name) {
        Some(old) => Ok(replace(&old.value, lines(entry, page.indent(old.range.start), &step, newline))),
        None => Ok(done(text, page.member(servers, name, entry))),
    }
}

/// Sets one key of an entry that is an object; without such an entry nothing changes.
///
/// # Errors
/// A text that is no JSON.
pub fn set(text: &str, table: &str, name: &str, key: &str, value: &Value) -> Result<Edited, Box<Problem>> {
    let page = Page::parse(text, "")?;
    let servers = page.table(table).and_then(|member| member.value.as_object());
    let Some(entry) = servers.and_then(|servers| find(servers, name)).and_then(|entry| entry.value.as_object()) else {
        return Ok(Edited { text: text.to_owned(), lost: false });
    };
    match find(entry, key) {
        Some(old) => {
            // A command of a wrong kind may say something that a person needs; text and lists are replaced for a reason.
            let lost = old.value.as_object().is_some() && !is_empty(&old.value);
            Ok(Edited { text: splice(text, vec![(span(&old.value), line(value))]), lost })
        }
        None => Ok(done(text, page.member(entry, key, value))),
    }
}

/// Adds a text under a key at the end of an object.
///
/// # Errors
/// A text that is no JSON.
pub fn add(text: &str, key: &str, value: &str) -> Result<String, Box<Problem>> {
    let page = Page::parse(text, "")?;
    let parts = page.object().map(|root| page.member(root, key, &Value::from(value)));
    Ok(splice(text, parts.unwrap_or_default()))
}

fn done(text: &str, parts: Vec<Splice>) -> Edited {
    Edited { text: splice(text, parts), lost: false }
}

impl Page<'_> {
    /// A new last member of an object, in the manner of the others.
    fn member(&self, object: &Object, key: &str, value: &Value) -> Vec<Splice> {
        let open = object.range.start + 1;
        let key = Value::from(key).to_string();
        let Some(last) = object.properties.last() else {
            let inside = self.after(open).iter().take_while(|token| is_comment(token));
            return match inside.last() {
                Some(comment) => self.behind_comment(object, comment.range.end, &key, value),
                None => vec![(open..open, format!("{key}: {}", line(value)))],
            };
        };
        let comma = self.comma(last.range.end);
        let (anchor, after_line_comment) = self.line_tail(comma.map_or(last.range.end, |comma| comma.range.end));
        let indent = self.indent(last.range.start);
        let mut text = if after_line_comment || self.gap(last.range.start).contains('\n') {
            format!("{}{indent}{key}: {}", self.newline(), lines(value, indent, &self.step(), self.newline()))
        } else {
            format!(" {key}: {}", line(value))
        };
        if comma.is_some() {
            text.push(',');
            return vec![(anchor..anchor, text)];
        }
        let end = last.range.end;
        if anchor == end {
            return vec![(end..end, format!(",{text}"))];
        }
        vec![(end..end, ",".to_owned()), (anchor..anchor, text)]
    }

    /// The first member of an object that holds nothing but comments.
    fn behind_comment(&self, object: &Object, end: usize, key: &str, value: &Value) -> Vec<Splice> {
        let text = if self.text[object.range.start..object.range.end].contains('\n') {
            let step = self.step();
            let indent = format!("{}{step}", self.indent(object.range.start));
            format!("{}{indent}{key}: {}", self.newline(), lines(value, &indent, &step, self.newline()))
        } else {
            format!(" {key}: {}", line(value))
        };
        vec![(end..end, text)]
    }

    /// The end of the comments that stand behind a place on the same line, and whether the last one ends the line.
    fn line_tail(&self, from: usize) -> (usize, bool) {
        let mut tail = (from, false);
        for token in self.after(from).iter().take_while(|token| is_comment(token)) {
            if tail.1 || self.text[tail.0..token.range.start].contains('\n') {
                break;
            }
            tail = (token.range.end, is_line_comment(token));
        }
        tail
    }
}

fn object(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

/// A value with a line for each member of an object; lists stay on theirs.
fn lines(value: &Value, indent: &str, step: &str, newline: &str) -> String {
    let Value::Object(members) = value else { return line(value) };
    if members.is_empty() {
        return "{}".to_owned();
    }
    let inner = format!("{indent}{step}");
    let member = |(key, value): (&String, &Value)| {
        format!("{newline}{inner}{}: {}", Value::from(key.as_str()), lines(value, &inner, step, newline))
    };
    let members: Vec<_> = members.iter().map(member).collect();
    format!("{{{}{newline}{indent}}}", members.join(","))
}

/// A value on one line.
fn line(value: &Value) -> String {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let member = |(key, value): (&String, &Value)| format!("{}: {}", Value::from(key.as_str()), line(value));
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(line).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

/// Whether a value says nothing, so that it may give way.
fn is_empty(value: &ast::Value) -> bool {
    match value {
        ast::Value::NullKeyword(_) => true,
        ast::Value::Array(list) => list.elements.is_empty(),
        ast::Value::Object(object) => object.properties.is_empty(),
        ast::Value::StringLit(text) => text.value.is_empty(),
        _ => false,
    }
}
