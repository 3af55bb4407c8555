//! A topic and its page, which is a list of things with a sentence about each.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inspect::Files;
use crate::output::{BOLD, CYAN, DIM, Report};

/// What somebody may want to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Topic {
    /// Where each thing is, the life of a change, how to add and to check
    Framework,
    /// What templates may use: data-* attributes, functions, filters, macros
    Directives,
    /// What handlers may use: extractors, units of work, limits, layers
    Extractors,
    /// Set-up, life of a message, rules of events and security, common mistakes
    Practices,
}

impl Topic {
    pub const ALL: [Self; 4] = [Self::Framework, Self::Directives, Self::Extractors, Self::Practices];

    /// As the command takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Framework => "framework",
            Self::Directives => "directives",
            Self::Extractors => "extractors",
            Self::Practices => "practices",
        }
    }

    fn page(self) -> &'static str {
        match self {
            Self::Framework => include_str!("framework.toml"),
            Self::Directives => include_str!("directives.toml"),
            Self::Extractors => include_str!("extractors.toml"),
            Self::Practices => include_str!("practices.toml"),
        }
    }
}

/// The page of a topic.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    pub about: String,
    pub parts: Vec<Part>,
}

/// Things of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub title: String,
    pub items: Vec<Item>,
}

/// A thing, and what there is to know of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub name: String,
    pub about: String,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// What the file says of it, if not its name.
    #[serde(default, skip_serializing)]
    #[schemars(skip)]
    pub finds: Option<String>,
}

impl Guide {
    /// The page as it is written; a test reads each.
    pub(super) fn read(topic: Topic) -> Self {
        toml_edit::de::from_str(topic.page()).unwrap_or_default()
    }

    /// Leaves out what these files do not have.
    pub(super) fn keep(&mut self, files: &Files) {
        for part in &mut self.parts {
            part.items.retain(|item| item.is_in(files));
        }
        self.parts.retain(|part| !part.items.is_empty());
    }
}

impl Item {
    /// Whether the file that is named says so.
    #[must_use]
    pub fn is_in(&self, files: &Files) -> bool {
        let Some(file) = &self.file else { return true };
        files.get(file).is_some_and(|text| text.contains(self.finds.as_ref().unwrap_or(&self.name)))
    }
}

impl Report for Guide {
    fn text(&self) -> String {
        let mut text = format!("{}\n", self.about);
        for part in &self.parts {
            text.push_str(&format!("\n{BOLD}{}{BOLD:#}\n", part.title));
            for Item { name, about, file, example, .. } in &part.items {
                let file = file.as_ref().map(|file| format!(" {DIM}[{file}]{DIM:#}")).unwrap_or_default();
                let example = example.as_ref().map(|example| format!("\n    {example}")).unwrap_or_default();
                text.push_str(&format!("  {CYAN}{name}{CYAN:#}: {about}{file}{example}\n"));
            }
        }
        text
    }
}
