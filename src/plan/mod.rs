//! Which blueprints apply to a [`Chat`](crate::model::Chat), and which file each becomes.

pub mod manifest;

use crate::Origin;
use crate::blueprints;
use crate::model::Chat;
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

/// What a blueprint sees: the chat's fields at the top; where it is rendered once for each, also `model` and `pages` (the
/// views over it), `view`, `view` and `event`, `component`, or `tool`; and `index`.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub chat: &'a Chat,
    pub subject: Subject,
}

/// What a file is rendered for, by its position among its like.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    Chat,
    Model(usize),
    View(usize),
    /// An event of a view, by the view's position and its own within that.
    Event(usize, usize),
    Component(usize),
    Tool(usize),
}

impl Job<'_> {
    /// Where its file comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let chat = self.context.chat;
        let of = match self.context.subject {
            Subject::Chat => None,
            Subject::Model(at) => Some(chat.models[at].type_.clone()),
            Subject::View(at) => Some(chat.views[at].name.clone()),
            Subject::Event(view, at) => {
                let view = &chat.views[view];
                Some(format!("{}.{}", view.name, view.events[at].name))
            }
            Subject::Component(at) => Some(chat.components[at].name.clone()),
            Subject::Tool(at) => Some(chat.tools[at].name.clone()),
        };
        Origin { blueprint: self.blueprint.to_owned(), of }
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
    let job = |subject| move |blueprint: &&'static str| job(blueprint, Context { chat, subject });
    subjects(per, chat).into_iter().flat_map(|subject| blueprints.iter().map(job(subject))).collect()
}

/// What a section's blueprints are rendered for.
fn subjects(per: Per, chat: &Chat) -> Vec<Subject> {
    match per {
        Per::Chat => vec![Subject::Chat],
        Per::Model => (0..chat.models.len()).map(Subject::Model).collect(),
        Per::View(applies) => (0..chat.views.len()).filter(|&at| applies(&chat.views[at])).map(Subject::View).collect(),
        Per::Event(applies) => {
            let events = chat.views.iter().enumerate().flat_map(|(view, of)| {
                (of.events.iter().enumerate()).filter(|(_, event)| applies(event)).map(move |(at, _)| (view, at))
            });
            events.map(|(view, at)| Subject::Event(view, at)).collect()
        }
        Per::Component => (0..chat.components.len()).map(Subject::Component).collect(),
        Per::Tool => (0..chat.tools.len()).map(Subject::Tool).collect(),
    }
}

fn job<'a>(blueprint: &'static str, context: Context<'a>) -> Job<'a> {
    let chat = context.chat;
    let path = blueprints::target(blueprint)
        .replace("{user}", &chat.user.module)
        .replace("{login}", &chat.login.module)
        .replace("{room}", &chat.room.module)
        .replace("{membership}", &chat.membership.module)
        .replace("{message}", &chat.message.module);
    let path = match context.subject {
        Subject::Chat => path,
        Subject::Model(at) => {
            path.replace("{model}", &chat.models[at].module).replace("{number}", &format!("{:04}", 100 + at))
        }
        Subject::View(at) => path.replace("{view}", &chat.views[at].module),
        Subject::Event(view, at) => {
            let view = &chat.views[view];
            path.replace("{view}", &view.module).replace("{event}", &view.events[at].module)
        }
        Subject::Component(at) => path.replace("{component}", &chat.components[at].module),
        Subject::Tool(at) => path.replace("{tool}", &chat.tools[at].module),
    };
    Job { blueprint, path, context }
}
