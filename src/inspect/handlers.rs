//! Both ways between a template and what is behind it: what it binds, and what is bound to nothing.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::bindings::{Bound, Kind, bound};
use super::events::From;
use super::pages::Pages;
use super::routes::Route;
use super::templates::demands::parts;
use super::templates::{FOLDER, Place, Template};
use super::views::{View, ViewRoute};
use crate::names::did_you_mean;

/// A form, link or request, and where it leads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Binding {
    pub kind: Kind,
    /// As the template writes it.
    pub written: String,
    #[serde(flatten)]
    pub place: Place,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Several where only the end of the path is written out; empty if that comes whole from the view, or leads nowhere.
    pub handlers: Vec<ViewRoute>,
}

/// A `data-*` attribute, and the scripts that know it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Directive {
    pub name: String,
    /// Where the template has it.
    pub lines: Vec<usize>,
    pub scripts: Vec<String>,
    /// Whether a style sheet knows it.
    pub styled: bool,
}

/// Something that has nobody on the other side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Unbound {
    pub what: String,
    pub file: String,
    pub line: usize,
    pub why: String,
}

/// What a template is bound to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Handlers {
    /// Below `templates/`.
    pub template: String,
    /// The views that show it, as a whole or as a part.
    pub views: Vec<String>,
    pub bindings: Vec<Binding>,
    pub directives: Vec<Directive>,
    /// What the template has that nothing handles.
    pub unhandled: Vec<Unbound>,
    /// What its views' Rust handles that no template and no script sends.
    pub unsent: Vec<Unbound>,
}

/// A template's name, from what a person writes: `pages/room.html`, `templates/pages/room.html`.
///
/// # Errors
/// The one that was probably meant.
pub fn named<'a>(pages: &'a Pages, wanted: &str) -> Result<&'a Template, Option<String>> {
    let name = wanted.trim_start_matches("./");
    let name = name.strip_prefix(FOLDER).unwrap_or(name);
    if let Some(template) = pages.templates().get(name) {
        return Ok(template);
    }
    let names: Vec<&str> = pages.templates().keys().map(String::as_str).collect();
    let ending = names.iter().find(|known| known.rsplit('/').next() == name.rsplit('/').next());
    Err(did_you_mean(name, &names).or(ending.copied()).map(ToOwned::to_owned))
}

/// What a template is bound to.
#[must_use]
pub fn handlers(pages: &Pages, template: &Template) -> Handlers {
    let shows = |view: &&View| parts(pages.templates(), &view.template).iter().any(|part| part.name == template.name);
    let views: Vec<&View> = pages.views().iter().filter(shows).collect();
    let mut bindings: Vec<Binding> = Vec::new();
    let mut unhandled = Vec::new();
    for bound in bound(pages.templates(), template) {
        let handlers = leads_to(pages, template, &views, &bound);
        if handlers.is_empty() && bound.target.is_some() && !pages.routes().is_empty() {
            unhandled.push(Unbound {
                what: format!("{} {}", bound.kind.name(), bound.written),
                file: template.path.clone(),
                line: bound.place.line,
                why: "no route fits".to_owned(),
            });
        }
        let Bound { kind, written, fields, place, .. } = bound;
        bindings.push(Binding { kind, written, place, fields, handlers });
    }
    let directives = directives(pages, template);
    let nobody = directives.iter().filter(|one| one.scripts.is_empty() && !one.styled);
    unhandled.extend(nobody.map(|one| Unbound {
        what: one.name.clone(),
        file: template.path.clone(),
        line: one.lines.first().copied().unwrap_or(1),
        why: "no script and no style sheet knows it".to_owned(),
    }));
    Handlers {
        template: template.name.clone(),
        views: views.iter().map(|view| view.name.clone()).collect(),
        bindings,
        directives,
        unhandled,
        unsent: unsent(pages, &views),
    }
}

/// The routes that a form or link leads to. What comes whole from the view leads to what handles the view's own forms.
fn leads_to(pages: &Pages, template: &Template, views: &[&View], bound: &Bound) -> Vec<ViewRoute> {
    let own: Vec<&&View> = views.iter().filter(|view| view.template == template.name).collect();
    if bound.target.is_none() {
        let posts = own.iter().flat_map(|view| &view.routes).filter(|route| route.method == "POST");
        return posts.cloned().collect();
    }
    let from: Vec<String> = own.iter().flat_map(|view| &view.routes).map(|route| route.path.clone()).collect();
    bound.routes(pages.routes(), &from).into_iter().map(ViewRoute::of).collect()
}

fn directives(pages: &Pages, template: &Template) -> Vec<Directive> {
    let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for attribute in template.elements.iter().flat_map(|element| &element.attributes) {
        if attribute.name.starts_with("data-") {
            lines.entry(&attribute.name).or_default().push(attribute.place.line);
        }
    }
    let directive = |(name, mut lines): (&str, Vec<usize>)| {
        lines.dedup();
        let short = name.trim_start_matches("data-");
        let scripts = pages.scripts().knowing(short).into_iter().map(ToOwned::to_owned).collect();
        Directive { name: name.to_owned(), lines, scripts, styled: pages.scripts().styled.contains(short) }
    };
    lines.into_iter().map(directive).collect()
}

/// What changes something, is handled beside the views, and is sent by no template and no script.
fn unsent(pages: &Pages, views: &[&View]) -> Vec<Unbound> {
    let mut files: Vec<&str> =
        views.iter().flat_map(|view| &view.rendered_by).map(|renderer| renderer.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let file_of = |route: &Route| route.defined.as_ref().map_or(route.file.clone(), |place| place.file.clone());
    let beside = |route: &&Route| {
        let changes = matches!(route.method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE");
        changes && !route.path.starts_with("/api/") && files.contains(&file_of(route).as_str())
    };
    let unsent = pages.routes().iter().filter(beside).filter(|route| !is_sent(pages, route));
    let routes = unsent.map(|route| Unbound {
        what: format!("{} {}", route.method, route.path),
        file: file_of(route),
        line: route.defined.as_ref().map_or(route.line, |place| place.line),
        why: "no template and no script sends it".to_owned(),
    });
    let of_views = |name: &str| {
        let view = name.split('/').next().unwrap_or_default();
        views.iter().any(|one| one.template.split('/').any(|part| part.trim_end_matches('_') == view))
    };
    let events = pages.events().iter().filter(|event| event.from == From::Page && event.pages.is_empty());
    let events = events.filter(|event| of_views(&event.name)).map(|event| Unbound {
        what: format!("event {}", event.name),
        file: event.file.clone(),
        line: event.line,
        why: "no template sends it".to_owned(),
    });
    routes.chain(events).collect()
}

/// Whether a template or a script makes the request.
fn is_sent(pages: &Pages, route: &Route) -> bool {
    let of_scripts =
        pages.scripts().scripts.values().flat_map(|script| &script.requests).map(|(target, _)| target.clone());
    let bounds = pages.templates().values().flat_map(|template| bound(pages.templates(), template));
    let of_templates = bounds.filter_map(|bound| bound.target);
    let one = std::slice::from_ref(route);
    // What comes whole from a view leads to whatever renders that view.
    let whole = |view: &View| {
        let posts = view.routes.iter().any(|one| one.method == route.method && one.path == route.path);
        let template = pages.templates().get(&view.template);
        posts
            && template
                .is_some_and(|template| bound(pages.templates(), template).iter().any(|one| one.target.is_none()))
    };
    of_scripts.chain(of_templates).any(|target| !target.find(one).is_empty()) || pages.views().iter().any(whole)
}
