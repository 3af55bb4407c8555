//! Views: which page shows which model, and what it can do.

use std::collections::HashMap;

use super::Resolver;
use crate::model::{Event, Model, View, ViewFeatures};
use crate::names::{self, reserved};
use crate::problem::Span;
use crate::schema::choice::{Feature, ViewFeature};
use crate::schema::{Spanned, ViewSection};

/// A view whose model is still in the making.
pub(super) struct ViewDraft {
    pub name: String,
    pub span: Span,
    pub model: String,
    was: Option<String>,
    title: String,
    features: ViewFeatures,
    pub events: Vec<Event>,
}

impl ViewDraft {
    /// The view, once models are done.
    pub(super) fn finish(self, models: &HashMap<&str, &Model>) -> View {
        let model = models[self.model.as_str()].clone();
        let module = names::module(&self.name);
        let path = format!("/{}", names::kebab(&self.name));
        let Self { name, was, title, features, events, .. } = self;
        View { name, was, module, path, title, model, features, events }
    }
}

impl Resolver<'_> {
    /// Finds each view's model and tells the model of its view.
    pub(super) fn declare_views(&mut self) -> Vec<ViewDraft> {
        let schema = self.schema;
        let mut views = Vec::new();
        for (name, section) in &schema.views {
            if self.check_lower_name(name, "view")
                && let Some(reason) = reserved::view(name)
            {
                let message = format!("a view cannot be called `{}`: {reason}", name.as_str());
                self.problem(&name.span, message, format!("write for example `[views.all_{}]`", name.as_str()));
            }
            if let Some(title) = &section.title {
                self.check_line(title, "title", 80);
            }
            let Some(model) = section.model.as_ref() else { continue };
            let Some(at) = self.find(model) else { continue };
            if self.drafts[at].core.is_some() {
                let message = format!("`{}` belongs to the chat, which has pages of its own for it", model.as_str());
                self.problem(&model.span, message, "show one of the schema's own models");
                continue;
            }
            let features = self.view_features(at, name.as_str(), section);
            self.drafts[at].model.view.get_or_insert_with(|| name.value.clone());
            let title = section.title.as_ref().map_or_else(|| names::label(name), |title| title.value.clone());
            let span = name.span.clone();
            let was = section.was.as_ref().map(|was| was.value.clone());
            let (name, model, events) = (name.value.clone(), model.value.clone(), Vec::new());
            views.push(ViewDraft { name, span, was, model, title, features, events });
        }
        views
    }

    fn view_features(&mut self, at: usize, name: &str, section: &ViewSection) -> ViewFeatures {
        let mut features = ViewFeatures::default();
        for feature in &section.features {
            let flag = match feature.value {
                ViewFeature::Auth => &mut features.auth,
                ViewFeature::Crud => &mut features.crud,
                ViewFeature::Form => &mut features.form,
                ViewFeature::Pagination => &mut features.pagination,
                ViewFeature::Presence => &mut features.presence,
                ViewFeature::Search => &mut features.search,
                ViewFeature::Streaming => &mut features.streaming,
            };
            if std::mem::replace(flag, true) {
                self.twice(&feature.span, feature.word());
            }
            if feature.value == ViewFeature::Search {
                self.search_all_texts(at, name, feature);
            }
            if feature.value == ViewFeature::Presence && !self.has_presence() {
                let help = "add `\"presence\"` to the features of `[chat]`, or leave it out here";
                self.problem(&feature.span, "the chat does not know who is there without its feature `presence`", help);
            }
        }
        features
    }

    fn has_presence(&self) -> bool {
        let listed = self.schema.chat.features.as_ref();
        listed.is_none_or(|listed| listed.iter().any(|feature| feature.value == Feature::Presence))
    }

    /// A search field needs something to search: without `search` in the model, all of its texts.
    fn search_all_texts(&mut self, at: usize, view: &str, feature: &Spanned<ViewFeature>) {
        let chosen = self.drafts[at].section.is_some_and(|section| section.search.is_some());
        if chosen || !self.drafts[at].model.search.is_empty() {
            return;
        }
        let texts = self.drafts[at].fields.iter().filter(|(name, decl)| decl.is_text() && name.as_str() != "rank");
        let texts: Vec<String> = texts.map(|(name, _)| name.value.clone()).collect();
        if texts.is_empty() && self.drafts[at].broken.is_empty() {
            let message = format!("`{}` has no text that the view `{view}` could search", self.drafts[at].name());
            self.problem(&feature.span, message, "leave `search` out, or give the model a `string` or `text` field");
        }
        self.drafts[at].model.search = texts;
    }
}
