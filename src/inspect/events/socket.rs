//! Frames over the socket: the enums that serde tags, and who matches and makes their variants.

use std::sync::LazyLock;

use regex::Regex;

use super::{Deed, Event, Field, From, number};
use crate::inspect::bindings::Scripts;
use crate::inspect::routes::{Place, Route};
use crate::inspect::shapes::{Serde, derives, doc};
use crate::inspect::{Sources, code};

static QUOTA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"Quota::per_(second|minute|hour)\((\w+)\)(?:\s*\.allow_burst\((\w+)\))?")
        .expect("a pattern that is tested")
});

/// Every frame.
pub fn events(sources: &Sources, scripts: &Scripts, routes: &[Route]) -> Vec<Event> {
    let door = door(sources, routes);
    let mut events = Vec::new();
    for (file, digest) in sources.iter().filter(|(file, _)| has_frames(file)) {
        for type_ in &digest.code.types {
            if type_.is_enum && Serde::of(&type_.attributes).tag.is_some() {
                events.extend(frames(file, &digest.code, type_));
            } else if let Some(event) = whole(file, &digest.code, type_) {
                events.push(event);
            }
        }
    }
    for event in &mut events {
        let kind = std::mem::take(&mut event.route).unwrap_or_default();
        event.rust = deeds(sources, &kind, event.from);
        event.pages = in_scripts(scripts, event);
        event.auth.clone_from(&door);
        if event.from == From::Client {
            event.limit = event.rust.first().and_then(|deed| limit(&sources.get(&deed.file)?.code));
        }
    }
    events
}

/// Whether frames are looked for in a file.
#[must_use]
pub fn has_frames(file: &str) -> bool {
    file.contains("hub") || file.contains("socket")
}

/// The variants of an enum. Their paths in Rust (`Told::Hello`) stand where the route will not.
fn frames(file: &str, code: &code::Module, type_: &code::Type) -> Vec<Event> {
    let serde = Serde::of(&type_.attributes);
    let from = if derives(&type_.attributes, "Deserialize") { From::Client } else { From::Server };
    let frame = |variant: &code::Variant| {
        let own = Serde::of(&variant.attributes);
        let fields = variant.fields.iter().map(|field| Field {
            name: Serde::of(&field.attributes).rename.unwrap_or_else(|| own.case(&field.name)),
            type_: field.type_.clone(),
        });
        Event {
            name: own.rename.clone().unwrap_or_else(|| serde.case(&variant.name)),
            from,
            doc: doc(&variant.attributes),
            fields: fields.collect(),
            file: file.to_owned(),
            line: code.source.place(variant.at.start).0,
            rust: Vec::new(),
            pages: Vec::new(),
            route: Some(format!("{}::{}", type_.name, variant.name)),
            auth: None,
            limit: None,
        }
    };
    type_.variants.iter().map(frame).collect()
}

/// A struct that is a frame by itself: it has a field that is written as `type`.
fn whole(file: &str, code: &code::Module, type_: &code::Type) -> Option<Event> {
    let tag = type_.fields.iter().find(|field| Serde::of(&field.attributes).rename.as_deref() == Some("type"))?;
    let text = code.source.text.as_str();
    let (_, behind) = text.split_once(&format!("{}: \"", tag.name))?;
    let name = behind.split('"').next()?.to_owned();
    let fields = type_.fields.iter().filter(|field| field.name != tag.name).map(|field| Field {
        name: Serde::of(&field.attributes).rename.unwrap_or_else(|| field.name.clone()),
        type_: field.type_.clone(),
    });
    Some(Event {
        name,
        from: From::Server,
        doc: doc(&type_.attributes),
        fields: fields.collect(),
        file: file.to_owned(),
        line: type_.line,
        rust: Vec::new(),
        pages: Vec::new(),
        route: Some(format!("{}::", type_.name)),
        auth: None,
        limit: None,
    })
}

/// The functions that name a variant. Of one that is matched, the function that its arm calls.
fn deeds(sources: &Sources, path: &str, from: From) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for (file, digest) in sources {
        let code = &digest.code;
        for function in code.functions.iter().filter(|function| !function.is_test) {
            let body = code.text(&function.body);
            let Some(at) = whole_word(body, path) else { continue };
            let line = code.source.place(function.body.start + at).0;
            let function = match from {
                From::Client => arm(code, function, &body[at..]),
                _ => called(code, function),
            };
            deeds.push(Deed { function, file: file.clone(), line });
        }
    }
    deeds
}

/// Where a path stands in a text, and not only as the beginning of another one.
fn whole_word(text: &str, path: &str) -> Option<usize> {
    let ends = |at: usize| {
        let behind = text[at + path.len()..].chars().next();
        path.ends_with(':') || !behind.is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    text.match_indices(path).map(|(at, _)| at).find(|at| ends(*at))
}

fn called(code: &code::Module, function: &code::Function) -> String {
    code.owner(function).map_or_else(|| function.name.clone(), |owner| format!("{owner}::{}", function.name))
}

/// The method that an arm of a `match` goes on with, or the function that the `match` is in.
fn arm(code: &code::Module, function: &code::Function, from: &str) -> String {
    let line = from.split_once("=>").map_or("", |(_, behind)| behind.trim_start().lines().next().unwrap_or_default());
    let method = line.strip_prefix("self.").and_then(|rest| rest.split('(').next()).unwrap_or_default();
    let owner = code.owner(function);
    let known = code.functions.iter().find(|one| one.name == method && code.owner(one) == owner);
    called(code, known.unwrap_or(function))
}

fn in_scripts(scripts: &Scripts, event: &Event) -> Vec<Place> {
    let mut places = Vec::new();
    for (path, script) in &scripts.scripts {
        let said = if event.from == From::Client { &script.sends } else { &script.hears };
        let here = said.iter().filter(|(name, _)| *name == event.name);
        places.extend(here.map(|(_, line)| Place { file: path.clone(), line: *line }));
    }
    places
}

/// What a file lets through: `20 a second, 300 at once`.
fn limit(code: &code::Module) -> Option<String> {
    let found = QUOTA.captures(&code.source.text)?;
    let steady = number(code, &found[2])?;
    let burst = found.get(3).and_then(|burst| number(code, burst.as_str()));
    let burst = burst.map(|burst| format!(", {burst} at once")).unwrap_or_default();
    Some(format!("{steady} a {}{burst}", &found[1]))
}

/// What the route of the socket asks for, or how its handler refuses.
fn door(sources: &Sources, routes: &[Route]) -> Option<String> {
    for (file, digest) in sources {
        let upgrades = |function: &&code::Function| {
            function.parameters.iter().any(|parameter| parameter.type_.contains("WebSocketUpgrade"))
        };
        let Some(function) = digest.code.functions.iter().find(upgrades) else { continue };
        let handles = |route: &&Route| {
            let place = route.defined.as_ref().map_or(&route.file, |place| &place.file);
            place == file && route.handler.rsplit("::").next() == Some(&function.name)
        };
        let asked = routes.iter().find(handles).and_then(|route| route.auth.clone());
        let refused = digest.code.text(&function.body).contains("Unauthorized");
        return asked.or_else(|| refused.then(|| "signed in".to_owned()));
    }
    None
}
