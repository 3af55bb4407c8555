//! Everything about a project's pages, each computed once and only if somebody asks.

use std::sync::OnceLock;

use super::bindings::Scripts;
use super::components::{self, Component};
use super::events::{self, Event};
use super::routes::Route;
use super::templates::{self, Templates};
use super::views::{self, View};
use super::{Files, Sources};

/// The pages of a project.
pub struct Pages<'a> {
    pub files: &'a Files,
    pub sources: &'a Sources,
    pub routes: &'a [Route],
    pub templates: Templates,
    scripts: OnceLock<Scripts>,
    views: OnceLock<Vec<View>>,
    components: OnceLock<Vec<Component>>,
    events: OnceLock<Vec<Event>>,
}

impl<'a> Pages<'a> {
    #[must_use]
    pub fn new(files: &'a Files, sources: &'a Sources, routes: &'a [Route]) -> Self {
        Self {
            files,
            sources,
            routes,
            templates: templates::templates(files),
            scripts: OnceLock::new(),
            views: OnceLock::new(),
            components: OnceLock::new(),
            events: OnceLock::new(),
        }
    }

    pub fn scripts(&self) -> &Scripts {
        self.scripts.get_or_init(|| Scripts::read(self.files))
    }

    /// By template.
    pub fn views(&self) -> &[View] {
        self.views.get_or_init(|| views::views(self.sources, &self.templates, self.routes))
    }

    pub fn components(&self) -> &[Component] {
        self.components.get_or_init(|| components::components(self.sources, &self.templates))
    }

    pub fn events(&self) -> &[Event] {
        let read = || events::events(self.sources, &self.templates, self.scripts(), self.routes);
        self.events.get_or_init(read)
    }
}
