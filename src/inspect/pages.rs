//! Everything about a project's pages, each computed once and only if somebody asks.

use std::sync::{Arc, OnceLock};

use super::bindings::Scripts;
use super::components::{self, Component};
use super::environment::Environment;
use super::events::{self, Event};
use super::routes::{Route, Routes, routes};
use super::shapes::Types;
use super::templates::{self, Templates};
use super::views::{self, View};
use super::{Files, Sources};

/// The pages of a project.
pub struct Pages<'a> {
    pub files: &'a Files,
    pub sources: &'a Sources,
    routes: OnceLock<Routes>,
    templates: OnceLock<Arc<Templates>>,
    types: OnceLock<Types<'a>>,
    environment: OnceLock<Environment>,
    scripts: OnceLock<Scripts>,
    views: OnceLock<Vec<View>>,
    components: OnceLock<Vec<Component>>,
    events: OnceLock<Vec<Event>>,
}

impl<'a> Pages<'a> {
    #[must_use]
    pub fn new(files: &'a Files, sources: &'a Sources) -> Self {
        Self {
            files,
            sources,
            routes: OnceLock::new(),
            templates: OnceLock::new(),
            types: OnceLock::new(),
            environment: OnceLock::new(),
            scripts: OnceLock::new(),
            views: OnceLock::new(),
            components: OnceLock::new(),
            events: OnceLock::new(),
        }
    }

    /// Every route, and what could not be known of them.
    pub fn all_routes(&self) -> &Routes {
        self.routes.get_or_init(|| routes(self.files, self.sources))
    }

    pub fn routes(&self) -> &[Route] {
        &self.all_routes().routes
    }

    /// By name.
    pub fn templates(&self) -> &Templates {
        self.templates.get_or_init(|| templates::templates(self.files))
    }

    pub fn types(&self) -> &Types<'a> {
        self.types.get_or_init(|| Types::new(self.sources))
    }

    /// What Rust gives to every template.
    pub fn environment(&self) -> &Environment {
        self.environment.get_or_init(|| Environment::read(self.sources))
    }

    pub fn scripts(&self) -> &Scripts {
        self.scripts.get_or_init(|| Scripts::read(self.files))
    }

    /// By template.
    pub fn views(&self) -> &[View] {
        self.views.get_or_init(|| views::views(self.sources, self.types(), self.templates(), self.routes()))
    }

    pub fn components(&self) -> &[Component] {
        self.components.get_or_init(|| components::components(self.sources, self.types(), self.templates()))
    }

    pub fn events(&self) -> &[Event] {
        let read = || events::events(self.sources, self.templates(), self.scripts(), self.routes());
        self.events.get_or_init(read)
    }
}
