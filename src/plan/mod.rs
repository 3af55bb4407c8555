//! Which blueprints apply to a [`Chat`](crate::model::Chat), and which file each becomes.

pub mod manifest;

use crate::Origin;
use crate::blueprints;
use crate::model::{Chat, Model, View};
use manifest::{MANIFEST, Per};

/// One file to render: a blueprint, the path it becomes, and what it is rendered for.
#[derive(Debug)]
pub struct Job<'a> {
    /// Path of the blueprint below `blueprints/`.
    pub blueprint: &'static str,
    /// Path in the project, with `/` separators.
    pub path: String,
    pub context: Context<'a>,
}

/// What a blueprint sees: the chat's fields at the top; `model` and `pages` (the views over it), or `view`, where it is
/// rendered once for each; and `index`.
#[derive(Debug)]
pub struct Context<'a> {
    pub chat: &'a Chat,
    pub model: Option<&'a Model>,
    pub view: Option<&'a View>,
    /// The position of a per-model or per-view file among its like, from 0.
    pub index: usize,
}

impl Job<'_> {
    /// Where its file comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let Context { model, view, .. } = self.context;
        let of = model.map(|model| &model.type_).or(view.map(|view| &view.name));
        Origin { blueprint: self.blueprint.to_owned(), of: of.cloned() }
    }
}

/// Lists the files that a chat consists of, in the manifest's order.
pub fn plan(chat: &Chat) -> Vec<Job<'_>> {
    MANIFEST
        .iter()
        .filter(|section| (section.applies)(chat))
        .flat_map(|section| jobs(section.per, section.blueprints, chat))
        .collect()
}

fn jobs<'a>(per: Per, blueprints: &'static [&'static str], chat: &'a Chat) -> Vec<Job<'a>> {
    match per {
        Per::Chat => blueprints.iter().map(|blueprint| job(blueprint, chat, None, None, 0)).collect(),
        Per::Model => (chat.models.iter().enumerate())
            .flat_map(|(index, model)| {
                blueprints.iter().map(move |blueprint| job(blueprint, chat, Some(model), None, index))
            })
            .collect(),
        Per::View(applies) => (chat.views.iter().enumerate())
            .filter(|(_, view)| applies(view))
            .flat_map(|(index, view)| {
                blueprints.iter().map(move |blueprint| job(blueprint, chat, None, Some(view), index))
            })
            .collect(),
    }
}

fn job<'a>(
    blueprint: &'static str,
    chat: &'a Chat,
    model: Option<&'a Model>,
    view: Option<&'a View>,
    index: usize,
) -> Job<'a> {
    let mut path = blueprints::target(blueprint)
        .replace("{user}", &chat.user.module)
        .replace("{login}", &chat.login.module)
        .replace("{room}", &chat.room.module)
        .replace("{membership}", &chat.membership.module)
        .replace("{message}", &chat.message.module);
    if let Some(model) = model {
        path = path.replace("{model}", &model.module).replace("{number}", &format!("{:04}", 100 + index));
    }
    if let Some(view) = view {
        path = path.replace("{view}", &view.module);
    }
    Job { blueprint, path, context: Context { chat, model, view, index } }
}
