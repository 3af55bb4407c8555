//! What a template is bound to: its forms, links and directives, and the routes and scripts behind them.

mod scripts;
mod target;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::routes::Route;
use super::templates::demands::parts;
use super::templates::{Attribute, CallKind, Element, Part, Place, Template, Templates};
use crate::problem::Span;

pub use scripts::{Script, Scripts};
pub use target::Target;

/// How a template leads to a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `<form action="…">`
    Form,
    /// `<a href="…">`
    Link,
    /// `data-api="PATCH /api/me"`: a request that a script makes.
    Api,
}

impl Kind {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Link => "link",
            Self::Api => "data-api",
        }
    }
}

/// A form, link or request of a template.
#[derive(Debug, Clone)]
pub struct Bound {
    pub kind: Kind,
    /// As written: `/rooms/{{ room.id }}/join`.
    pub written: String,
    /// None where nothing of it is written out, as in `{{ action }}`.
    pub target: Option<Target>,
    /// Names of its fields.
    pub fields: Vec<String>,
    pub span: Span,
    pub place: Place,
}

/// The forms, links and requests that stand in a template itself, and those that it gives to macros.
#[must_use]
pub fn bound(templates: &Templates, template: &Template) -> Vec<Bound> {
    let own = template.elements.iter().filter_map(|element| {
        let (kind, method, attribute) = leads(element)?;
        if given_by_macro(template, element, &attribute.value).is_some() {
            return None;
        }
        bind(kind, method, attribute, fields(template, templates, element))
    });
    let mut all: Vec<Bound> = own.collect();
    all.extend(through_macros(templates, template));
    all.sort_by_key(|bound| bound.span.start);
    all
}

/// What an element does when it is used: how, with which method, and the attribute that says where.
fn leads(element: &Element) -> Option<(Kind, String, &Attribute)> {
    if let Some(attribute) = element.attribute("data-api") {
        let parts = attribute.value.first();
        let method = match parts {
            Some(Part::Text(text)) => text.split_whitespace().next().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        return Some((Kind::Api, method, attribute));
    }
    match element.tag.as_str() {
        "a" | "area" => Some((Kind::Link, "GET".to_owned(), element.attribute("href")?)),
        "form" => {
            let method = element.attribute("method").map_or_else(|| "get".to_owned(), Attribute::text).to_uppercase();
            if method == "DIALOG" {
                return None;
            }
            Some((Kind::Form, method, element.attribute("action")?))
        }
        "button" | "input" => Some((Kind::Form, "POST".to_owned(), element.attribute("formaction")?)),
        _ => None,
    }
}

fn bind(kind: Kind, method: String, attribute: &Attribute, fields: Vec<String>) -> Option<Bound> {
    let written = attribute.text();
    let target = match kind {
        Kind::Api => Target::request(&attribute.value),
        _ => Target::of(&method, &attribute.value),
    };
    let is_value = matches!(attribute.value.as_slice(), [Part::Value(_), ..]);
    if target.is_none() && !is_value {
        // Another site, or a place on the same page.
        return None;
    }
    let is_asset = written.starts_with("{{ asset(");
    if is_asset || (kind == Kind::Link && target.is_none()) {
        return None;
    }
    let written = if kind == Kind::Api { written } else { format!("{method} {written}") };
    Some(Bound { kind, written, target, fields, span: attribute.span.clone(), place: attribute.place })
}

/// The parameter of the macro around an element that an attribute begins with.
fn given_by_macro<'a>(template: &'a Template, element: &Element, value: &[Part]) -> Option<&'a str> {
    let Some(Part::Value(value)) = value.first() else { return None };
    let macro_ = template.macro_(element.macro_.as_deref()?)?;
    macro_.parameters.iter().find(|parameter| parameter.name == *value).map(|parameter| parameter.name.as_str())
}

/// Paths that a template gives to macros, which make links or forms of them.
fn through_macros(templates: &Templates, template: &Template) -> Vec<Bound> {
    let mut all = Vec::new();
    for call in template.calls.iter().filter(|call| call.kind == CallKind::Macro) {
        let of = call.of.as_deref().map_or(Some(template), |of| templates.get(of));
        let Some((of, macro_)) = of.and_then(|of| Some((of, of.macro_(&call.name)?))) else { continue };
        for element in of.elements.iter().filter(|element| element.macro_.as_deref() == Some(&call.name)) {
            let Some((kind, method, attribute)) = leads(element) else { continue };
            let Some(parameter) = given_by_macro(of, element, &attribute.value) else { continue };
            let position = macro_.parameters.iter().position(|one| one.name == parameter);
            let positional = call.arguments.iter().filter(|argument| argument.name.is_none());
            let named = call.arguments.iter().find(|argument| argument.name.as_deref() == Some(parameter));
            let given = named.or_else(|| positional.into_iter().nth(position?));
            let Some(text) = given.and_then(|argument| argument.text.clone()).filter(|text| !text.is_empty()) else {
                continue;
            };
            let mut value = attribute.value.clone();
            value[0] = Part::Text(text);
            let Some(target) = Target::of(&method, &value) else { continue };
            let same = |bound: &Bound| bound.span == call.inside.span && bound.target.as_ref() == Some(&target);
            if !all.iter().any(same) {
                let written = target.to_string();
                let (span, place) = (call.inside.span.clone(), call.inside.place);
                all.push(Bound { kind, written, target: Some(target), fields: Vec::new(), span, place });
            }
        }
    }
    all
}

/// The names of what a form sends: of its own fields, and of those that macros make of a name.
fn fields(template: &Template, templates: &Templates, form: &Element) -> Vec<String> {
    if form.tag != "form" {
        return Vec::new();
    }
    let inside = |span: &Span| form.span.contains(&span.start);
    let own = template.elements.iter().filter(|element| inside(&element.span) && element.tag != "form");
    let own = own.filter_map(|element| Some((element.span.start, element.attribute("name")?.text())));
    let calls = template.calls.iter().filter(|call| call.kind == CallKind::Macro && inside(&call.inside.span));
    let made = calls.filter_map(|call| {
        let of = call.of.as_deref().map_or(Some(template), |of| templates.get(of))?;
        let first = of.macro_(&call.name)?.parameters.first()?;
        let text = call.arguments.first()?.text.clone()?;
        (first.name == "name").then_some((call.inside.span.start, text))
    });
    let mut fields: Vec<(usize, String)> = own.chain(made).collect();
    fields.sort();
    let mut seen = BTreeSet::new();
    fields.into_iter().map(|(_, name)| name).filter(|name| seen.insert(name.clone())).collect()
}

/// The templates that a template is made of beside itself and those it extends, by name.
#[must_use]
pub fn inner_parts(templates: &Templates, name: &str) -> Vec<String> {
    let others = templates.get(name).map(|template| template.others.as_slice()).unwrap_or_default();
    let own = others.iter().filter(|other| other.kind != super::templates::OtherKind::Extends);
    let mut names: Vec<String> = own
        .filter_map(|other| other.name.as_deref())
        .flat_map(|name| parts(templates, name))
        .map(|template| template.name.clone())
        .collect();
    names.sort();
    names.dedup();
    names
}

impl Bound {
    /// The routes that it leads to. Of a path that begins with a value, those that go on from one of `from` if there are any.
    #[must_use]
    pub fn routes<'a>(&self, routes: &'a [Route], from: &[String]) -> Vec<&'a Route> {
        let Some(target) = &self.target else { return Vec::new() };
        let found = target.find(routes);
        if target.is_tail() {
            let goes_on = |route: &&&Route| {
                let stem = route.path.strip_suffix(target.tail());
                stem.is_some_and(|stem| from.iter().any(|path| path == stem))
            };
            let near: Vec<&Route> = found.iter().filter(goes_on).copied().collect();
            if !near.is_empty() {
                return near;
            }
        }
        found
    }
}
