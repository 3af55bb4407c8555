//! The project that a client works on, as resources and completions tell of it. Read anew each time.

use std::fmt::Write;

use super::Context;
use crate::check::{Category, rules};
use crate::inspect::Files;
use crate::model::{Chat, View};
use crate::output::Failure;
use crate::schema::examples;

/// A kind of names that clients can complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    View,
    Template,
    Event,
    Model,
    Rule,
    Category,
    Example,
}

impl Kind {
    /// The kind that an argument of this name is about.
    #[must_use]
    pub fn of(argument: &str) -> Option<Self> {
        match argument {
            "view" => Some(Self::View),
            "template" => Some(Self::Template),
            "event" => Some(Self::Event),
            "model" => Some(Self::Model),
            "rule" => Some(Self::Rule),
            "category" => Some(Self::Category),
            "example" => Some(Self::Example),
            _ => None,
        }
    }
}

/// A project's schema and its files.
#[derive(Debug)]
pub struct Present {
    pub chat: Chat,
    pub files: Files,
}

impl Present {
    /// # Errors
    /// No project, or a schema with problems.
    pub fn read(context: &Context) -> Result<Self, Failure> {
        let root = context.project_dir(None)?;
        let files = Files::read(&root, |path| !path.starts_with(".chatgen/"));
        let text = files.get("chat.toml").map(ToString::to_string).unwrap_or_default();
        let chat = crate::resolve_text(&text, "chat.toml").map_err(Failure::schema)?;
        Ok(Self { chat, files })
    }

    /// Paths below `templates/`.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(|(path, _)| path.strip_prefix("templates/"))
    }

    /// What there is, in Markdown: the schema's names, and where the files are.
    #[must_use]
    pub fn map(&self) -> String {
        let project = &self.chat.project;
        let mut text = format!("# {}\n\n{}\n\n## Models\n\n", project.title, project.description);
        for model in self.chat.every_model() {
            let fields: Vec<_> = model.fields.iter().map(|field| field.name.as_str()).collect();
            let _ = writeln!(text, "- `{}`, table `{}`: {}", model.type_, model.table, fields.join(", "));
        }
        text.push_str("\n## Views\n\n");
        for view in &self.chat.views {
            let _ = writeln!(text, "- `{}` at `{}` of `{}`{}", view.name, view.path, view.model.type_, events(view));
        }
        text.push_str("\n## Files\n\n");
        for (folder, count) in self.folders() {
            let _ = writeln!(text, "- `{folder}/`: {count}");
        }
        text
    }

    /// Folders with how many files each has directly in it.
    fn folders(&self) -> std::collections::BTreeMap<&str, usize> {
        let mut folders = std::collections::BTreeMap::new();
        for (folder, _) in self.files.iter().filter_map(|(path, _)| path.rsplit_once('/')) {
            *folders.entry(folder).or_default() += 1;
        }
        folders
    }
}

fn events(view: &View) -> String {
    let names: Vec<_> = view.events.iter().map(|event| format!("`{}`", event.name)).collect();
    if names.is_empty() { String::new() } else { format!(", events {}", names.join(", ")) }
}

/// Every name of a kind, sorted; none of a project's where there is none.
#[must_use]
pub fn names(kind: Kind, context: &Context) -> Vec<String> {
    let mut names: Vec<String> = match kind {
        Kind::Rule => rules::ALL.iter().map(|rule| rule.id.to_owned()).collect(),
        Kind::Category => Category::ALL.iter().map(|category| category.name().to_owned()).collect(),
        Kind::Example => examples::list().iter().map(|example| example.name.to_owned()).collect(),
        Kind::View | Kind::Template | Kind::Event | Kind::Model => {
            Present::read(context).map(|present| of_project(kind, &present)).unwrap_or_default()
        }
    };
    names.sort();
    names.dedup();
    names
}

fn of_project(kind: Kind, present: &Present) -> Vec<String> {
    let views = present.chat.views.iter();
    match kind {
        Kind::View => views.map(|view| view.name.clone()).collect(),
        Kind::Event => views.flat_map(|view| &view.events).map(|event| event.name.clone()).collect(),
        Kind::Model => present.chat.every_model().map(|model| model.type_.clone()).collect(),
        Kind::Template => present.templates().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
