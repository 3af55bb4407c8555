//! The events of a project: frames over the socket both ways, and what people do on pages.

mod page;
mod socket;

pub use page::event_file;
pub use socket::has_frames;

use schemars::JsonSchema;
use serde::Serialize;

use super::Sources;
use super::bindings::Scripts;
use super::code;
use super::routes::{Place, Route};
use super::templates::Templates;

/// Who an event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// A frame that a browser sends.
    Client,
    /// A frame that the server sends.
    Server,
    /// What a person does with a row: a form, which is posted.
    Page,
}

impl From {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Page => "page",
        }
    }
}

/// An event, who says it and who listens.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Event {
    /// The frame's `type`; of a page's event, `notes/escalate`.
    pub name: String,
    pub from: From,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub doc: String,
    pub fields: Vec<Field>,
    /// Where its shape is declared.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// The Rust that acts on it, or that says it.
    pub rust: Vec<Deed>,
    /// Scripts and templates that say it, or that act on it.
    pub pages: Vec<Place>,
    /// The route that takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// What asks for a signed-in caller.
    pub auth: Option<String>,
    /// How often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub type_: String,
}

/// A function that acts on an event or says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Deed {
    pub function: String,
    pub file: String,
    pub line: usize,
}

/// Every event: the client's, the server's, then the pages'.
#[must_use]
pub fn events(sources: &Sources, templates: &Templates, scripts: &Scripts, routes: &[Route]) -> Vec<Event> {
    let mut events = socket::events(sources, scripts, routes);
    events.sort_by_key(|event| event.from);
    events.extend(page::events(sources, templates, routes));
    events
}

/// A number that a constant of a file has, or that is written out.
fn number(code: &code::Module, text: &str) -> Option<u64> {
    // Not the one in `NonZeroU32`.
    let digits = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words
            .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            .find_map(|word| word.replace('_', "").parse().ok())
    };
    let text = text.trim();
    let constant = code.consts.iter().find(|constant| constant.name == text);
    constant.map_or_else(|| digits(text), |constant| digits(code.text(&constant.value.at)))
}
