//! The pieces that pages are made of: macros and partials, with what they are given.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Sources;
use super::routes::Place;
use super::shapes::Types;
use super::templates::demands::demands;
use super::templates::{CallKind, Macro, OtherKind, Template, Templates};
use super::views::{Declared, declared};

/// What kind of piece it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A macro with a struct of its own.
    Component,
    Macro,
    /// A template that others include.
    Partial,
}

impl Kind {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Macro => "macro",
            Self::Partial => "partial",
        }
    }
}

/// A macro or a partial.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Component {
    /// Of the macro; of a partial, its template's.
    pub name: String,
    pub kind: Kind,
    pub template: String,
    /// From 1.
    pub line: usize,
    pub parameters: Vec<Parameter>,
    /// The struct of a component, and where it is.
    #[serde(rename = "struct", skip_serializing_if = "Option::is_none")]
    pub struct_: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defined: Option<Place>,
    /// Where templates use it.
    pub used: Vec<Place>,
}

/// What a piece is given: a parameter, or what a partial takes from around it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Parameter {
    pub name: String,
    /// In Rust, where that is known.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// As written; without one it has to be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// The macros of `_partials/` and `components/`, and the partials.
#[must_use]
pub fn components(sources: &Sources, types: &Types, templates: &Templates) -> Vec<Component> {
    let declared: Vec<Declared> = declared(sources, types).into_iter().filter(|one| one.macro_.is_some()).collect();
    let mut all = Vec::new();
    for template in templates.values() {
        all.extend(template.macros.iter().map(|macro_| of_macro(types, &declared, templates, template, macro_)));
        if template.macros.is_empty() && template.name.starts_with('_') {
            all.push(partial(templates, template));
        }
    }
    all
}

fn of_macro(
    types: &Types,
    declared: &[Declared],
    templates: &Templates,
    template: &Template,
    macro_: &Macro,
) -> Component {
    let is_it = |one: &&Declared| one.template == template.name && one.macro_.as_deref() == Some(&macro_.name);
    let struct_ = declared.iter().find(is_it);
    let found = struct_.and_then(|one| types.find(&one.file, std::slice::from_ref(&one.struct_)));
    let mut props = BTreeMap::new();
    if let Some((file, type_)) = found {
        props.extend(types.fields(file, type_).fields.into_iter().map(|field| (field.name, field.type_)));
    }
    let parameters = macro_.parameters.iter().map(|parameter| Parameter {
        name: parameter.name.clone(),
        type_: props.get(&parameter.name).cloned(),
        default: parameter.default.clone(),
    });
    Component {
        name: macro_.name.clone(),
        kind: if struct_.is_some() { Kind::Component } else { Kind::Macro },
        template: template.name.clone(),
        line: macro_.inside.place.line,
        parameters: parameters.collect(),
        struct_: struct_.map(|one| one.struct_.clone()),
        defined: found.map(|(file, type_)| Place { file: file.to_owned(), line: type_.line }),
        used: calls(templates, template, macro_),
    }
}

fn calls(templates: &Templates, of: &Template, macro_: &Macro) -> Vec<Place> {
    let mut places = Vec::new();
    for template in templates.values() {
        let here = template.name == of.name;
        let is_it = |from: Option<&str>| from == Some(&of.name) || (here && from.is_none());
        let calls = template.calls.iter().filter(|call| call.kind == CallKind::Macro && call.name == macro_.name);
        let calls = calls.filter(|call| is_it(call.of.as_deref()));
        places.extend(calls.map(|call| Place { file: template.path.clone(), line: call.inside.place.line }));
    }
    places
}

fn partial(templates: &Templates, template: &Template) -> Component {
    let mut names: Vec<Parameter> = Vec::new();
    for demand in demands(templates, &template.name) {
        if !names.iter().any(|one| one.name == demand.path.root) {
            let default = demand.use_.tolerant.then(|| "none".to_owned());
            names.push(Parameter { name: demand.path.root, type_: None, default });
        }
    }
    let mut used = Vec::new();
    for other in templates.values() {
        let includes = other.others.iter().filter(|one| one.kind == OtherKind::Include);
        let includes = includes.filter(|one| one.name.as_deref() == Some(&template.name));
        used.extend(includes.map(|one| Place { file: other.path.clone(), line: one.inside.place.line }));
    }
    Component {
        name: template.name.clone(),
        kind: Kind::Partial,
        template: template.name.clone(),
        line: 1,
        parameters: names,
        struct_: None,
        defined: None,
        used,
    }
}
