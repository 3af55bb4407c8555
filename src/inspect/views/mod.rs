//! The views of a project: each a template, the struct that it is rendered with, and who renders it.

mod declared;
mod given;
mod rendering;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::routes::{Place, Route};
use super::shapes::{Shape, Typed, Types, doc, written};
use super::templates::Templates;
use super::{Sources, bindings};

pub use declared::{Declared, declared};
pub use given::{Given, Missing};

/// A template and what it is rendered with.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct View {
    /// Short and unique: `room`, `notes/list`, `_partials/message`.
    pub name: String,
    /// Below `templates/`: `pages/room.html`.
    pub template: String,
    /// The struct: `RoomPage`.
    pub struct_: String,
    pub file: String,
    /// From 1.
    pub line: usize,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// What the template may use.
    pub fields: Vec<Field>,
    /// Whether there are fields that the source does not tell.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub more_fields: bool,
    /// The functions that render it.
    pub rendered_by: Vec<Renderer>,
    /// What leads to it.
    pub routes: Vec<ViewRoute>,
    /// The extractors that ask for a signed-in caller on the way to it; empty if everybody may see it.
    pub auth: Vec<String>,
    /// The template around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// Templates that are shown inside of it or whose macros it uses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

/// Something that a template may use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Field {
    pub name: String,
    /// As written in Rust.
    #[serde(rename = "type")]
    pub type_: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// The flattened struct that has it: `Page`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Names in it, if it is a struct, or a list of one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// A function that renders a view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Renderer {
    pub function: String,
    pub file: String,
    pub line: usize,
}

/// A route that shows a view.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ViewRoute {
    pub method: String,
    pub path: String,
    pub handler: String,
    pub file: String,
    pub line: usize,
    pub auth: Option<String>,
}

/// The views of a project, by template.
#[must_use]
pub fn views(sources: &Sources, types: &Types, templates: &Templates, routes: &[Route]) -> Vec<View> {
    let declared = declared(sources, types);
    let names = names(&declared);
    let renders = rendering::renders(sources, types, &declared);
    let mut views: Vec<View> = declared
        .iter()
        .filter(|one| one.macro_.is_none())
        .map(|one| {
            let rendered_by = renders.get(&one.template).cloned().unwrap_or_default();
            let routes: Vec<ViewRoute> =
                routes.iter().filter(|route| leads_to(route, &rendered_by)).map(ViewRoute::of).collect();
            let mut auth: Vec<String> = routes.iter().filter_map(|route| route.auth.clone()).collect();
            auth.sort();
            auth.dedup();
            let (fields, more_fields, line, doc) = about(types, one);
            View {
                name: names.get(&one.template).cloned().unwrap_or_default(),
                template: one.template.clone(),
                struct_: one.struct_.clone(),
                file: one.file.clone(),
                line,
                doc,
                fields,
                more_fields,
                rendered_by,
                routes,
                auth,
                extends: templates.get(&one.template).and_then(|template| template.parent()).map(ToOwned::to_owned),
                parts: bindings::inner_parts(templates, &one.template),
            }
        })
        .collect();
    views.sort_by(|a, b| a.template.cmp(&b.template));
    views
}

impl ViewRoute {
    #[must_use]
    pub fn of(route: &Route) -> Self {
        let place = route.defined.clone().unwrap_or(Place { file: route.file.clone(), line: route.line });
        Self {
            method: route.method.clone(),
            path: route.path.clone(),
            handler: route.handler.clone(),
            file: place.file,
            line: place.line,
            auth: route.auth.clone(),
        }
    }
}

/// Whether a route's handler is one of the functions.
fn leads_to(route: &Route, renderers: &[Renderer]) -> bool {
    let name = route.handler.rsplit("::").next().unwrap_or_default();
    let file = route.defined.as_ref().map_or(&route.file, |place| &place.file);
    renderers.iter().any(|renderer| renderer.file == *file && renderer.function == name)
}

/// The fields of a view's struct, whether there are others, its line and its doc comment.
fn about(types: &Types, one: &Declared) -> (Vec<Field>, bool, usize, String) {
    let Some((file, type_)) = types.find(&one.file, std::slice::from_ref(&one.struct_)) else {
        return (Vec::new(), true, one.line, String::new());
    };
    let fields = types.fields(file, type_);
    let listed = fields.fields.iter().map(|field| Field {
        name: field.name.clone(),
        type_: field.type_.clone(),
        doc: field.doc.clone(),
        of: field.of.clone(),
        fields: names_in(types, field),
    });
    (listed.collect(), fields.open, type_.line, doc(&type_.attributes))
}

/// The names in a field that is a struct, or a list of one.
fn names_in(types: &Types, field: &super::shapes::Field) -> Vec<String> {
    let typed = Typed { written: written::read(&field.type_), file: field.file.clone(), parameters: BTreeMap::new() };
    let mut shape = types.shape(&typed);
    if let Shape::List(of) = &shape {
        shape = types.shape(of);
    }
    match shape {
        Shape::Struct(fields) => fields.fields.into_iter().map(|field| field.name).collect(),
        _ => Vec::new(),
    }
}

/// A short name for each template: without its ending, and without `pages/` or `views/` where that leaves it unique.
fn names(declared: &[Declared]) -> BTreeMap<String, String> {
    let short = |template: &str| {
        let name = template.rsplit_once('.').map_or(template, |(name, _)| name);
        let short = name.strip_prefix("pages/").or_else(|| name.strip_prefix("views/")).unwrap_or(name);
        (short.to_owned(), name.to_owned())
    };
    let taken = |wanted: &str| declared.iter().filter(|one| short(&one.template).0 == wanted).count() > 1;
    let name = |one: &Declared| {
        let (short, long) = short(&one.template);
        (one.template.clone(), if taken(&short) { long } else { short })
    };
    declared.iter().map(name).collect()
}
