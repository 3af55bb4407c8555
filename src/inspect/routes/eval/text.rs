//! Texts that are put together: `format!`, `concat!`, `+`, and the methods of strings.

use std::rc::Rc;

use super::Evaluator;
use super::value::Value;

/// How long a text becomes at most.
const LONGEST: usize = 4_096;

/// How many texts a text with alternatives is at most.
const MOST: usize = 32;

/// How long a layer, or a handler that is no path, is shown.
const LONGEST_LAYER: usize = 72;

/// A piece of source on one line, without comments that stand on lines of their own.
pub fn one_line(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let joined = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    // A chain over several lines is one without spaces.
    joined.replace(" .", ".").replace("( ", "(").replace(" )", ")").replace(",)", ")").trim_end_matches(',').to_owned()
}

/// A layer as written, without what follows its first call if it is long.
pub fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST_LAYER {
        return text.to_owned();
    }
    let head = text.split_inclusive(").").next().filter(|head| head.len() < text.len());
    let head = head.map(|head| format!("{}…", head.trim_end_matches('.')));
    match head {
        Some(head) if head.chars().count() <= LONGEST_LAYER => head,
        _ => text
            .split_once('(')
            .map_or_else(|| text.chars().take(LONGEST_LAYER).collect(), |(name, _)| format!("{name}(…)")),
    }
}

/// A handler that is no path, as written: a call without what follows its name if it is long, and the start of a long value.
pub fn brief(text: &str) -> String {
    let is_value = text.starts_with(|first: char| !(first.is_alphanumeric() || first == '_'));
    if !is_value || text.chars().count() <= LONGEST_LAYER {
        return short(text);
    }
    let start: String = text.chars().take(LONGEST_LAYER - 1).collect();
    format!("{}…", start.trim_end())
}

/// Each text that a value can be, with its condition.
pub fn texts(value: &Value) -> Option<Vec<(Option<String>, Rc<str>)>> {
    match value {
        Value::Text(text) => Some(vec![(None, Rc::clone(text))]),
        Value::Number(number) => Some(vec![(None, number.to_string().into())]),
        Value::Truth(truth) => Some(vec![(None, truth.to_string().into())]),
        Value::Either(cases) => {
            let mut all = Vec::new();
            for (condition, value) in cases.iter() {
                for (further, text) in texts(value)? {
                    let both: Vec<&str> = [Some(condition.as_str()), further.as_deref()]
                        .into_iter()
                        .flatten()
                        .filter(|text| !text.is_empty())
                        .collect();
                    all.push((Some(both.join(" and ")), text));
                }
            }
            (all.len() <= MOST).then_some(all)
        }
        _ => None,
    }
}

/// A part of a format string.
enum Piece<'a> {
    Plain(String),
    Hole(&'a str),
}

impl Evaluator<'_> {
    /// The values one after the other.
    pub fn concat(&mut self, parts: &[Value]) -> Value {
        let mut whole: Vec<(Option<String>, String)> = vec![(None, String::new())];
        for part in parts {
            let Some(texts) = texts(part) else {
                return match part {
                    Value::Unknown(unknown) => Value::unknown(unknown.text.clone()),
                    _ => Value::unknown("…"),
                };
            };
            let mut next = Vec::new();
            for (condition, before) in &whole {
                for (further, text) in &texts {
                    let both: Vec<&str> = [condition.as_deref(), further.as_deref()].into_iter().flatten().collect();
                    next.push(((!both.is_empty()).then(|| both.join(" and ")), format!("{before}{text}")));
                }
            }
            if next.len() > MOST || next.iter().any(|(_, text)| text.len() > LONGEST) {
                return Value::unknown("…");
            }
            whole = next;
        }
        match whole.as_slice() {
            [(None, text)] => Value::text(text),
            _ => {
                let cases =
                    whole.into_iter().map(|(condition, text)| (condition.unwrap_or_default(), Value::text(text)));
                Value::Either(Rc::new(cases.collect()))
            }
        }
    }

    /// `format!` with a template, arguments by place and by name.
    pub fn format(&mut self, template: &str, places: &[Value], names: &[(String, Value)]) -> Value {
        let mut next = 0;
        let mut parts = Vec::new();
        for piece in pieces(template) {
            match piece {
                Piece::Plain(text) => parts.push(Value::text(text)),
                Piece::Hole(hole) => {
                    let (name, format) = hole.split_once(':').unwrap_or((hole, ""));
                    if !format.is_empty() {
                        return Value::unknown(format!("{{{hole}}}"));
                    }
                    let value = match name.trim() {
                        "" => {
                            next += 1;
                            places.get(next - 1).cloned()
                        }
                        name => match name.parse::<usize>() {
                            Ok(at) => places.get(at).cloned(),
                            Err(_) => Some(self.named(name, names)),
                        },
                    };
                    parts.push(value.unwrap_or_else(|| Value::unknown(hole)));
                }
            }
        }
        self.concat(&parts)
    }

    fn named(&mut self, name: &str, names: &[(String, Value)]) -> Value {
        if let Some((_, value)) = names.iter().find(|(known, _)| known == name) {
            return value.clone();
        }
        let path = crate::inspect::routes::tree::Path { names: vec![name.to_owned()], ..Default::default() };
        self.path(&path, name)
    }

    /// A method of a text.
    pub fn text_method(&mut self, text: &str, name: &str, arguments: &[Value]) -> Option<Value> {
        let first = arguments.first().and_then(|value| match value {
            Value::Text(text) => Some(&**text),
            _ => None,
        });
        Some(match (name, first) {
            (
                "to_string" | "to_owned" | "into" | "as_str" | "as_ref" | "clone" | "into_string" | "borrow" | "deref"
                | "into_owned" | "into_boxed_str" | "leak",
                _,
            ) => Value::text(text),
            ("trim", _) => Value::text(text.trim()),
            ("to_lowercase" | "to_ascii_lowercase", _) => Value::text(text.to_lowercase()),
            ("to_uppercase" | "to_ascii_uppercase", _) => Value::text(text.to_uppercase()),
            ("trim_end_matches", Some(what)) if !what.is_empty() => Value::text(text.trim_end_matches(what)),
            ("trim_start_matches", Some(what)) if !what.is_empty() => Value::text(text.trim_start_matches(what)),
            ("strip_prefix", Some(what)) => text.strip_prefix(what).map_or_else(Value::none, Value::text),
            ("strip_suffix", Some(what)) => text.strip_suffix(what).map_or_else(Value::none, Value::text),
            ("starts_with", Some(what)) => Value::Truth(text.starts_with(what)),
            ("ends_with", Some(what)) => Value::Truth(text.ends_with(what)),
            ("replace", Some(what)) => match arguments.get(1) {
                Some(Value::Text(with)) if text.len() * (with.len() + 1) < LONGEST => {
                    Value::text(text.replace(what, with))
                }
                _ => return None,
            },
            ("is_empty", _) => Value::Truth(text.is_empty()),
            ("len", _) => Value::Number(i128::try_from(text.len()).unwrap_or_default()),
            ("split", Some(what)) if !what.is_empty() => {
                Value::List(Rc::new(text.split(what).map(Value::text).collect()))
            }
            _ => return None,
        })
    }
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let here = &rest[at..];
        if here.starts_with("{{") || here.starts_with("}}") {
            plain.push_str(&here[..1]);
            rest = &here[2..];
            continue;
        }
        let end = here.find('}').filter(|_| here.starts_with('{'));
        let Some(end) = end else {
            rest = &here[1..];
            continue;
        };
        pieces.push(Piece::Plain(std::mem::take(&mut plain)));
        pieces.push(Piece::Hole(&here[1..end]));
        rest = &here[end + 1..];
    }
    plain.push_str(rest);
    pieces.push(Piece::Plain(plain));
    pieces
}
