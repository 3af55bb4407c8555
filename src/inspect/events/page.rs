//! What people do on pages: a route that ends in `/events/NAME`, its params, and the forms that lead there.

use heck::ToPascalCase;

use super::{Deed, Event, Field, From, number};
use crate::inspect::bindings::bound;
use crate::inspect::routes::{Place, Route};
use crate::inspect::shapes::{Serde, doc};
use crate::inspect::templates::{Attribute, Templates};
use crate::inspect::{Sources, code};

/// The events of every view.
pub fn events(sources: &Sources, templates: &Templates, routes: &[Route]) -> Vec<Event> {
    let mut events: Vec<Event> = routes.iter().filter_map(|route| event(sources, route)).collect();
    for template in templates.values() {
        for element in &template.elements {
            // Its form may get the path whole from the view.
            let Some(name) = element.attribute("data-event-form").map(Attribute::text) else { continue };
            let is_it = |event: &&mut Event| {
                event.name.split_once('/').is_some_and(|(view, event)| event == name && is_of(&template.name, view))
            };
            for event in events.iter_mut().filter(is_it) {
                event.pages.push(Place { file: template.path.clone(), line: element.place.line });
            }
        }
        for bound in bound(templates, template) {
            let found = bound.routes(routes, &[]);
            let leads = |event: &&mut Event| {
                let route = event.route.as_deref().unwrap_or_default();
                found.iter().any(|found| format!("{} {}", found.method, found.path) == route)
            };
            for event in events.iter_mut().filter(leads) {
                // Several views may have an event of that name: a page is of the view in whose folder it is.
                let view = event.name.split('/').next().unwrap_or_default();
                let place = Place { file: template.path.clone(), line: bound.place.line };
                if (found.len() == 1 || is_of(&template.name, view)) && !event.pages.contains(&place) {
                    event.pages.push(place);
                }
            }
        }
    }
    events
}

/// Whether a template is in the folder of a view.
fn is_of(template: &str, view: &str) -> bool {
    template.split('/').any(|part| part.trim_end_matches('_') == view)
}

/// The file with the handler of a route, if it takes an event.
#[must_use]
pub fn event_file(route: &Route) -> Option<&str> {
    let takes = route.method == "POST" && !route.path.starts_with("/api/") && route.path.contains("/events/");
    takes.then(|| route.defined.as_ref().map_or(route.file.as_str(), |place| &place.file))
}

fn event(sources: &Sources, route: &Route) -> Option<Event> {
    event_file(route)?;
    let (view, name) = route.path.rsplit_once("/events/")?;
    let view = view.trim_start_matches('/').split('/').next()?.replace('-', "_");
    let place = route.defined.clone().unwrap_or(Place { file: route.file.clone(), line: route.line });
    let code = &sources.get(&place.file)?.code;
    let folder = place.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let params = sources.get(&format!("{folder}/params.rs")).map(|digest| &digest.code);
    let struct_ = params.and_then(|code| {
        let named = code.types.iter().find(|type_| type_.name == name.to_pascal_case());
        named.or_else(|| code.types.iter().find(|type_| type_.is_public && !type_.is_enum))
    });
    // What the event does stands in the file above.
    let deed = sources.get(&format!("{folder}.rs")).and_then(|digest| {
        let code = &digest.code;
        let function = code.functions.iter().find(|function| function.is_async && function.of.is_none())?;
        Some((code, Deed { function: function.name.clone(), file: format!("{folder}.rs"), line: function.line }))
    });
    let (about, rust) = match deed {
        Some((code, deed)) => (said(code), vec![deed]),
        None => (String::new(), Vec::new()),
    };
    let fields = struct_.map(|type_| type_.fields.iter().map(field).collect()).unwrap_or_default();
    Some(Event {
        name: format!("{view}/{name}"),
        from: From::Page,
        doc: about,
        fields,
        file: place.file,
        line: place.line,
        rust,
        pages: Vec::new(),
        route: Some(format!("{} {}", route.method, route.path)),
        auth: route.auth.clone(),
        limit: limit(code),
    })
}

fn field(field: &code::Field) -> Field {
    let name = Serde::of(&field.attributes).rename.unwrap_or_else(|| field.name.clone());
    Field { name, type_: field.type_.clone() }
}

/// The first sentence about the only function of a file.
fn said(code: &code::Module) -> String {
    let function = code.functions.iter().find(|function| function.is_async && function.of.is_none());
    let whole = function.map(|function| doc(&function.attributes)).unwrap_or_default();
    whole.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// `Limit::new("notes", EVENT, 3, 3600)`: `3 in 3600 s`.
fn limit(code: &code::Module) -> Option<String> {
    let (_, behind) = code.source.text.split_once("Limit::new(")?;
    let arguments: Vec<&str> = behind.split(')').next()?.split(',').collect();
    let count = number(code, arguments.get(2)?)?;
    let seconds = number(code, arguments.get(3)?)?;
    Some(format!("{count} in {seconds} s"))
}
