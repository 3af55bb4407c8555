//! Template → facts: what it uses, what it calls, which templates it is made of, and the HTML around that.
//!
//! Templates are parsed with minijinja's own parser; the HTML is read from the raw text, with minijinja's tags as holes in it.

pub mod demands;
mod expressions;
mod guard;
pub mod html;
mod parse;
mod pieces;
mod scope;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::Files;
use crate::kept::Kept;
use crate::problem::{Problem, Span};

pub use html::{Attribute, Element, Part};
pub use scope::{Names, Path, Step, Symbol};

/// Where templates are in a project.
pub const FOLDER: &str = "templates/";

/// A place in a text; both from 1, the column in characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// What is known of one template.
#[derive(Debug, Clone, Default)]
pub struct Template {
    /// In the project: `templates/pages/room.html`.
    pub path: String,
    /// As Rust and other templates call it: `pages/room.html`.
    pub name: String,
    /// Why it could not be parsed; then only the HTML is known.
    pub problem: Option<Problem>,
    /// What it takes from its context, as written and in order.
    pub uses: Vec<Use>,
    /// Filters, tests, functions and macros.
    pub calls: Vec<Call>,
    /// Other templates that it names.
    pub others: Vec<Other>,
    pub blocks: Vec<Block>,
    pub macros: Vec<Macro>,
    /// Where escaping is switched off by `{% autoescape %}`.
    pub unescaped: Vec<Inside>,
    /// What it sets at its top, which the templates it extends see as well.
    pub names: Names,
    pub elements: Vec<Element>,
}

/// A place inside of a template, and what it is part of.
#[derive(Debug, Clone, Default)]
pub struct Inside {
    pub span: Span,
    pub place: Place,
    /// The innermost `{% block %}`.
    pub block: Option<String>,
    /// The `{% macro %}`.
    pub macro_: Option<String>,
}

/// A value that the context has to give: `room.name`.
#[derive(Debug, Clone)]
pub struct Use {
    pub path: Path,
    /// Whether the template asks first if it is there (`is defined`, `default`).
    pub tolerant: bool,
    pub inside: Inside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    Filter,
    Test,
    /// A function of the environment, or a value of the context that is called.
    Function,
    Macro,
}

/// A call of a filter, test, function or macro.
#[derive(Debug, Clone)]
pub struct Call {
    pub kind: CallKind,
    pub name: String,
    /// For a macro, the template that has it; none is this one.
    pub of: Option<String>,
    /// What a filter is put on, where that is a value of the context.
    pub on: Option<Path>,
    /// Of `safe`, the values whose text it lets through: `a` and `b` of `(a ~ b|upper)|safe`.
    pub texts: Vec<Path>,
    pub arguments: Vec<Argument>,
    /// Whether there are `*` or `**` arguments too.
    pub spread: bool,
    pub inside: Inside,
}

#[derive(Debug, Clone)]
pub struct Argument {
    /// Of one that is given by name.
    pub name: Option<String>,
    /// Of a text that is written out.
    pub text: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OtherKind {
    Extends,
    Include,
    Import,
}

/// Another template that is part of this one.
#[derive(Debug, Clone)]
pub struct Other {
    pub kind: OtherKind,
    /// None where it is computed.
    pub name: Option<String>,
    pub optional: bool,
    /// The macros that are imported by name.
    pub macros: Vec<(String, Inside)>,
    /// What an included template sees beside the context.
    pub names: Names,
    pub inside: Inside,
}

#[derive(Debug, Clone)]
pub struct Block {
    pub name: String,
    /// Whether it shows what it replaces.
    pub uses_super: bool,
    /// Names that its place gives to whoever replaces it.
    pub names: BTreeSet<String>,
    pub inside: Inside,
}

#[derive(Debug, Clone)]
pub struct Macro {
    pub name: String,
    pub parameters: Vec<Parameter>,
    pub inside: Inside,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Parameter {
    pub name: String,
    /// As written; without one it has to be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// Templates by name (`pages/room.html`).
pub type Templates = BTreeMap<String, Template>;

/// Reads every template of a project, one after the other: rules that run in parallel wait for this, and a thread that waits must
/// not be given one of them meanwhile. A template whose text was there last time is not read again.
#[must_use]
pub fn templates(files: &Files) -> Arc<Templates> {
    static TEMPLATES: Kept<Texts, Templates> = Kept::new(2);
    let texts: Texts = files
        .iter()
        .filter(|(path, _)| is_template(path))
        .map(|(path, text)| (path.to_owned(), Arc::clone(text)))
        .collect();
    let make = || {
        let last = TEMPLATES.last();
        let known = |path: &String, text: &Arc<str>| {
            let (texts, templates) = last.as_ref()?;
            let name = path.strip_prefix(FOLDER).filter(|_| texts.get(path) == Some(text))?;
            templates.get(name).cloned()
        };
        let read = texts.iter().map(|(path, text)| {
            let template = known(path, text).unwrap_or_else(|| template(path, text));
            (template.name.clone(), template)
        });
        let read = read.collect();
        Ok::<_, Infallible>((texts.clone(), read))
    };
    let Ok(templates) = TEMPLATES.get(|known| *known == texts, make);
    templates
}

/// Text by path.
type Texts = BTreeMap<String, Arc<str>>;

/// Reads one template. `path` is its place in the project.
#[must_use]
pub fn template(path: &str, text: &str) -> Template {
    parse::template(path, text)
}

/// Whether a file of a project is a template.
#[must_use]
pub fn is_template(path: &str) -> bool {
    path.starts_with(FOLDER) && !path.ends_with('/')
}

impl Template {
    #[must_use]
    pub fn macro_(&self, name: &str) -> Option<&Macro> {
        self.macros.iter().find(|macro_| macro_.name == name)
    }

    /// The template that this one is put into.
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.others.iter().find(|other| other.kind == OtherKind::Extends).and_then(|other| other.name.as_deref())
    }
}
