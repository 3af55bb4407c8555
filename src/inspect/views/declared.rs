//! Which struct belongs to which template.

use std::sync::LazyLock;

use regex::Regex;

use crate::inspect::shapes::Types;
use crate::inspect::{Sources, code};

/// A struct that a template, or a macro of one, is rendered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Below `templates/`.
    pub template: String,
    /// Of a component.
    pub macro_: Option<String>,
    /// The path of the struct as it is written in `file`, its last word.
    pub struct_: String,
    /// Where the struct is.
    pub file: String,
    /// Where it is said, and the file of that.
    pub line: usize,
    pub said_in: String,
}

/// A line of a macro like `templates! { "pages/room.html" => room::RoomPage, }`.
static ENTRY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""([^"\n]+)"\s*=>\s*([A-Za-z_][\w:]*)\s*,"#).expect("a pattern that is tested"));

/// Every struct with `impl Template for` or `impl Component for` it, or in a `templates!`.
#[must_use]
pub fn declared(sources: &Sources, types: &Types) -> Vec<Declared> {
    let mut all = Vec::new();
    for (file, digest) in sources {
        let code = &digest.code;
        for (number, one) in code.impls.iter().enumerate() {
            let trait_ = one.trait_.as_deref().and_then(|name| name.rsplit("::").next()).unwrap_or_default();
            if !matches!(trait_, "Template" | "Component") || one.is_trait {
                continue;
            }
            let (Some(name), line) = (constant(code, number, "NAME"), code.source.place(one.at.start).0) else {
                continue;
            };
            let macro_ = constant(code, number, "MACRO");
            let path = path_of(&one.type_);
            all.push(declare(types, file, &path, (name, macro_), line));
        }
        for (name, path, line) in listed(code) {
            all.push(declare(types, file, &path, (name, None), line));
        }
    }
    all
}

fn declare(
    types: &Types,
    file: &str,
    path: &[String],
    (template, macro_): (String, Option<String>),
    line: usize,
) -> Declared {
    let struct_ = path.last().cloned().unwrap_or_default();
    let found = types.find(file, path).map_or(file, |(file, _)| file);
    Declared { template, macro_, struct_, file: found.to_owned(), line, said_in: file.to_owned() }
}

fn constant(code: &code::Module, of: usize, name: &str) -> Option<String> {
    let constant = code.consts.iter().find(|constant| constant.of == Some(of) && constant.name == name)?;
    constant.value.literal.clone()
}

/// `Badge` of `Badge<'_>`, as a path.
fn path_of(type_: &str) -> Vec<String> {
    let name = type_.split('<').next().unwrap_or_default();
    name.split("::").map(|part| part.trim().to_owned()).collect()
}

/// What the calls of a `templates!` say: template, struct and line.
fn listed(code: &code::Module) -> Vec<(String, Vec<String>, usize)> {
    let text = code.source.text.as_str();
    let Some(start) = text.find("\ntemplates!") else { return Vec::new() };
    let end = text[start..].find("\n}").map_or(text.len(), |end| start + end);
    let entries = ENTRY.captures_iter(&text[start..end]).filter_map(|entry| {
        let (name, path) = (entry.get(1)?, entry.get(2)?);
        let line = code.source.place(start + name.start()).0;
        Some((name.as_str().to_owned(), path_of(path.as_str()), line))
    });
    entries.collect()
}
