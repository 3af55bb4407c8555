//! The conventions of a generated project.

use schemars::JsonSchema;
use serde::Serialize;

use crate::output::{BOLD, Report};

/// What is where, and how the parts work together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Framework {
    pub files: Vec<Known>,
}

/// A thing with a name, and what there is to know of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Known {
    pub name: &'static str,
    pub about: &'static str,
}

const FILES: &[(&str, &str)] = &[
    ("chat.toml", "the schema: what is generated; `chatgen sync` brings the project to what it says"),
    ("src/http/", "one module per resource: router() first, then its handlers"),
    ("src/model/", "all SQL"),
    ("src/views.rs", "one struct per template: what a template may use"),
    ("templates/", "pages and `_partials`, in minijinja"),
];

/// The conventions, which are the same for every project.
#[must_use]
pub fn framework() -> Framework {
    Framework { files: FILES.iter().map(|&(name, about)| Known { name, about }).collect() }
}

impl Report for Framework {
    fn text(&self) -> String {
        self.files.iter().map(|file| format!("{BOLD}{}{BOLD:#}: {}\n", file.name, file.about)).collect()
    }
}
