//! Resources: the schema, the guides, the rules, the examples, and the present project.

use rmcp::model::{Resource, ResourceContents, ResourceTemplate};
use serde::Serialize;
use serde_json::{Value, json};

use super::Context;
use super::present::{Kind, Present, names};
use super::tool::{Needs, plain};
use crate::check::explain::explain;
use crate::guide::{Topic, guide};
use crate::names::did_you_mean;
use crate::output::{Failure, Report};
use crate::schema::{self, examples};

const MARKDOWN: &str = "text/markdown";
const JSON: &str = "application/json";
const TEXT: &str = "text/plain";

/// What every address begins with.
const SCHEME: &str = "chatgen://";

/// Addresses, titles and types of what has no parameter. `project` is there inside of a project only.
const FIXED: &[(&str, &str, &str)] = &[
    ("schema", "JSON Schema of chat.toml", JSON),
    ("reference", "Reference of chat.toml", MARKDOWN),
    ("guide/framework", "How a project is built", TEXT),
    ("guide/directives", "What templates may use", TEXT),
    ("guide/extractors", "What handlers may use", TEXT),
    ("guide/practices", "How to work on a project", TEXT),
    ("rules", "Rules of the checks", TEXT),
    ("project", "Map of this project", MARKDOWN),
];

/// Addresses with a parameter.
const WITH_NAME: &[(&str, Kind, &str, &str)] = &[
    ("rule/{rule}", Kind::Rule, "What a rule is about", MARKDOWN),
    ("example/{example}", Kind::Example, "An example of a chat.toml", TEXT),
    ("model/{model}", Kind::Model, "A model of this project", JSON),
    ("view/{view}", Kind::View, "A view of this project", JSON),
    ("template/{+template}", Kind::Template, "Source of a template", TEXT),
];

/// What a client can read without a parameter.
#[must_use]
pub fn list(context: &Context) -> Vec<Resource> {
    let fixed = FIXED.iter().filter(|(path, ..)| *path != "project" || context.offers(Needs::Project));
    fixed
        .map(|(path, title, mime)| {
            Resource::new(format!("{SCHEME}{path}"), *path).with_title(*title).with_mime_type(*mime)
        })
        .collect()
}

/// What a client can read with one.
#[must_use]
pub fn templates() -> Vec<ResourceTemplate> {
    let with_name = WITH_NAME.iter().map(|(path, kind, title, mime)| {
        let name = format!("{kind:?}").to_lowercase();
        ResourceTemplate::new(format!("{SCHEME}{path}"), name).with_title(*title).with_mime_type(*mime)
    });
    with_name.collect()
}

/// Reads one.
///
/// # Errors
/// No such resource, or a project that cannot be read.
pub fn read(uri: &str, context: &Context) -> Result<ResourceContents, Failure> {
    let path = uri.strip_prefix(SCHEME).ok_or_else(|| missing(uri))?;
    let found = FIXED.iter().find(|(fixed, ..)| *fixed == path);
    let (text, mime) = match found {
        Some((path, _, mime)) => (fixed(path, context)?, *mime),
        None => {
            let (kind, name, mime) = with_name(path).ok_or_else(|| missing(uri))?;
            (named(kind, name, context)?, mime)
        }
    };
    Ok(ResourceContents::text(text, uri).with_mime_type(mime))
}

fn missing(uri: &str) -> Failure {
    let known: Vec<String> = FIXED.iter().map(|(path, ..)| format!("{SCHEME}{path}")).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let near = did_you_mean(uri, &known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Failure::usage(format!("there is no resource `{uri}`{near}"))
}

/// Kind, name and type of an address with a parameter.
fn with_name(path: &str) -> Option<(Kind, &str, &'static str)> {
    WITH_NAME.iter().find_map(|(template, kind, _, mime)| {
        let (before, _) = template.split_once('{')?;
        let name = path.strip_prefix(before)?;
        let is_one = *kind == Kind::Template || !name.contains('/');
        (is_one && !name.is_empty()).then_some((*kind, name, *mime))
    })
}

fn fixed(path: &str, context: &Context) -> Result<String, Failure> {
    match path {
        "schema" => Ok(schema::json_schema().to_owned()),
        "reference" => Ok(schema::reference()),
        "rules" => Ok(plain(&explain(None)?.text())),
        "project" => Ok(Present::read(context)?.map()),
        _ => {
            let topic = Topic::ALL.into_iter().find(|topic| path.strip_prefix("guide/") == Some(topic.name()));
            topic.map(|topic| plain(&guide(topic, None).text())).ok_or_else(|| missing(path))
        }
    }
}

fn named(kind: Kind, name: &str, context: &Context) -> Result<String, Failure> {
    match kind {
        Kind::Rule => Some(explain(Some(name))?.rules.into_iter().filter_map(|rule| rule.page).collect()),
        Kind::Example => examples::show(name).map(|example| example.text.to_owned()),
        Kind::Model | Kind::View | Kind::Template => of_project(kind, name, &Present::read(context)?),
        Kind::Event | Kind::Category => None,
    }
    .ok_or_else(|| {
        let known = names(kind, context);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let near = did_you_mean(name, &known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Failure::usage(format!("there is no {} `{name}`{near}", format!("{kind:?}").to_lowercase()))
    })
}

fn of_project(kind: Kind, name: &str, present: &Present) -> Option<String> {
    let Present { chat, files } = present;
    match kind {
        Kind::Model => chat.every_model().find(|model| model.type_ == name).map(pretty),
        Kind::View => {
            let view = chat.views.iter().find(|view| view.name == name)?;
            let folder = format!("/views/{}", view.module);
            let paths: Vec<&str> = files.iter().map(|(path, _)| path).filter(|path| path.contains(&folder)).collect();
            let events: Vec<Value> = view
                .events
                .iter()
                .map(|event| json!({"name": event.name, "title": event.title, "path": event.path}))
                .collect();
            Some(pretty(&json!({
                "name": view.name, "path": view.path, "title": view.title, "model": view.model.type_,
                "features": view.features, "events": events, "files": paths,
            })))
        }
        // Looked up by its name, so that no path leads out of the folder.
        Kind::Template => files.get(&format!("templates/{name}")).map(ToString::to_string),
        _ => None,
    }
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
