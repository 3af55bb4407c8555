//! How a project is meant to run: what its Dockerfile, compose.yaml, `.env` files and config.toml set.
//!
//! Only what is plain to see is read; where a file does more than that, nothing is claimed.

mod compose;
mod container;
mod dockerfile;
mod known;
mod lines;

pub use compose::Service;
pub use container::{Container, Value, containers};
pub use dockerfile::Image;
pub(super) use lines::{is_env, is_example};

use std::ops::Range;

use super::Project;

/// A value that a file gives to an environment variable, or to a key of config.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The variable: `MY_CHAT_BIND`.
    pub name: String,
    /// None: it comes from elsewhere, `${KEY}`.
    pub value: Option<String>,
    pub file: String,
    /// The name and the value.
    pub at: Range<usize>,
}

/// All that the files of a project say about how it runs.
#[derive(Debug, Default)]
pub struct Deploy {
    pub image: Option<Image>,
    pub services: Vec<Service>,
    /// Of `.env` and its like, and of config.toml.
    pub files: Vec<Setting>,
    /// What the code asks for, in lower case and without the prefix; and where.
    pub asked: Vec<known::Asked>,
    /// Names that appear in the code's configuration in any way.
    pub mentioned: std::collections::BTreeSet<String>,
}

impl Deploy {
    pub(super) fn read(project: &Project) -> Self {
        let text = |path: &str| project.files.get(path).map(|text| &**text);
        let services = COMPOSE.iter().find_map(|path| Some((path, text(path)?)));
        let prefix = prefix(project).unwrap_or_default();
        Self {
            image: text("Dockerfile").map(|text| dockerfile::read("Dockerfile", text)),
            services: services.map_or_else(Vec::new, |(path, text)| compose::read(path, text)),
            files: lines::read(project, &prefix),
            asked: known::asked(project),
            mentioned: known::mentioned(project, &prefix),
        }
    }

    /// Every setting of every file.
    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        let image = self.image.iter().flat_map(|image| &image.env);
        image.chain(self.services.iter().flat_map(|service| &service.env)).chain(&self.files)
    }
}

/// Where compose looks, in its order.
const COMPOSE: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// What the project's variables begin with: `MY_CHAT_`.
#[must_use]
pub fn prefix(project: &Project) -> Option<String> {
    project.chat().map(|chat| format!("{}_", chat.project.env))
}
