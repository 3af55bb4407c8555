//! Functions that answer requests, known by what they take.

use super::graph::{Graph, Place};
use crate::inspect::code::{Call, Kind, Parameter, last};

/// Extractors of axum's that take no body.
const PARTS: [&str; 8] =
    ["State", "Path", "Query", "Extension", "HeaderMap", "ConnectInfo", "OriginalUri", "MatchedPath"];
/// Those that do, so that there is one of them at most, and last.
const BODIES: [&str; 6] = ["Json", "Form", "Multipart", "RawForm", "Bytes", "Request"];

/// Each `.route(path, …)` of a function, with the calls in its second argument: `get(one)` and `.post(two)`.
pub fn routes<'a>(place: &Place<'a>) -> impl Iterator<Item = (&'a Call, Vec<&'a Call>)> + use<'a> {
    let calls = &place.function.calls;
    let routes =
        calls.iter().filter(|call| call.kind == Kind::Method && call.name() == "route" && call.arguments.len() == 2);
    routes.map(|route| {
        let inside = &route.arguments[1].at;
        let methods = calls.iter().filter(|call| inside.start <= call.at.start && call.at.end <= inside.end);
        (route, methods.collect())
    })
}

/// A type's name, without its path and parameters.
#[must_use]
pub fn outer(parameter: &Parameter) -> &str {
    last(parameter.type_.split('<').next().unwrap_or_default().trim())
}

#[must_use]
pub fn takes_parts(parameter: &Parameter) -> bool {
    PARTS.contains(&outer(parameter))
}

#[must_use]
pub fn takes_body(parameter: &Parameter) -> bool {
    BODIES.contains(&outer(parameter))
}

/// Whether a function looks like a handler: async, with an extractor of axum's and nothing borrowed, or with extractors of
/// the project alone.
#[must_use]
pub fn is_handler(graph: &Graph, place: &Place) -> bool {
    let parameters = &place.function.parameters;
    let is_taken = |parameter: &Parameter| takes_parts(parameter) || takes_body(parameter);
    // Middleware has a request and what comes next.
    let is_plain = |parameter: &Parameter| !parameter.type_.starts_with('&') && outer(parameter) != "Next";
    let is_own = |parameter: &Parameter| graph.is_extractor(&parameter.type_);
    let takes = parameters.iter().any(is_taken) || !parameters.is_empty() && parameters.iter().all(is_own);
    place.function.is_async && takes && parameters.iter().all(is_plain)
}

/// Whether a function is named as a value somewhere, as handlers are in `get(list)` and `routes!(list)`, or called.
#[must_use]
pub fn is_named<'a>(graph: &Graph<'a>, place: &Place<'a>, elsewhere: &[Place<'a>]) -> bool {
    let name = place.function.name.as_str();
    let itself = (place.file, place.function.line);
    // A name that is not clear may mean it.
    let may_mean = |meant: Option<Place>| meant.is_none_or(|meant| (meant.file, meant.function.line) == itself);
    elsewhere.iter().any(|other| {
        let function = other.function;
        let bound = function.lets.iter().flat_map(|bound| &bound.names);
        let is_local =
            bound.chain(function.parameters.iter().flat_map(|given| &given.names)).any(|local| local == name);
        function.calls.iter().any(|call| {
            let is_called = call.kind == Kind::Path && call.name() == name && may_mean(graph.called(other, call));
            is_called
                || call.arguments.iter().any(|argument| {
                    let text = other.module.text(&argument.at);
                    let text = text.split("::<").next().unwrap_or_default();
                    let meant = last(&other.module.full(text)) == name && !(is_local && text == name);
                    meant && may_mean(graph.meant(other, text))
                })
        })
    })
}
