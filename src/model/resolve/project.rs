//! The sections that are about the chat as a whole.

use super::Resolver;
use crate::model::{Assistant, Features, Project, Stack};
use crate::names::{self, reserved};
use crate::problem::Span;
use crate::schema::Text;
use crate::schema::choice::{Bus, Database, Feature, Provider};

impl Resolver<'_> {
    pub(super) fn project(&mut self) -> Project {
        let section = &self.schema.project;
        let name = match &section.name {
            Some(name) => {
                self.check_project_name(name);
                name.value.clone()
            }
            None => "my-chat".to_owned(),
        };
        let crate_name = name.replace('-', "_");
        let title = match &section.title {
            Some(title) => {
                self.check_line(title, "title", 80);
                title.value.clone()
            }
            None => names::title(&crate_name),
        };
        let description = match &section.description {
            Some(description) => {
                self.check_line(description, "description", 200);
                description.value.clone()
            }
            None => format!("{title}, a chat"),
        };
        Project { env: crate_name.to_uppercase(), crate_name, title, name, description }
    }

    fn check_project_name(&mut self, name: &Text) {
        let parts = || name.split(['-', '_']);
        let first = name.starts_with(|c: char| c.is_ascii_lowercase());
        let chars = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
        if name.is_empty() || !first || !chars || parts().any(str::is_empty) {
            let message = format!("`{}` cannot be the name of a package", name.escape_debug());
            let help = "write small letters, digits and single hyphens, a letter first: `my-chat`";
            self.problem(&name.span, message, help);
        } else if name.chars().count() > names::LONGEST {
            let message = format!("this name has {} characters", name.chars().count());
            self.problem(&name.span, message, format!("a name has at most {}", names::LONGEST));
        } else if let Some(reason) = reserved::project(name) {
            let message = format!("a project cannot be called `{}`: {reason}", name.as_str());
            self.problem(&name.span, message, format!("write for example `{}-chat`", name.as_str()));
        }
    }

    /// A text that people read: one line, not empty, not too long.
    pub(super) fn check_line(&mut self, text: &Text, what: &str, most: usize) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.problem(&text.span, format!("this {what} is empty"), "write something, or leave the key out");
        } else if length > most {
            self.problem(&text.span, format!("this {what} has {length} characters"), format!("it has at most {most}"));
        } else if text.chars().any(char::is_control) {
            self.problem(
                &text.span,
                format!("this {what} is not one line of plain text"),
                "take out line breaks and tabs",
            );
        }
    }

    pub(super) fn stack(&mut self) -> Stack {
        let section = &self.schema.stack;
        if let Some(database) = section.database.as_ref().filter(|database| database.value != Database::Sqlite) {
            let message = format!("this version of chatgen does not generate for `{}` yet", database.word());
            self.problem(&database.span, message, "write `database = \"sqlite\"`, or leave the key out");
        }
        if let Some(bus) = section.bus.as_ref().filter(|bus| bus.value != Bus::Local) {
            let message = format!("this version of chatgen does not generate for `{}` yet", bus.word());
            self.problem(&bus.span, message, "write `bus = \"local\"`, or leave the key out");
        }
        Stack { database: "sqlite".to_owned(), bus: "local".to_owned() }
    }

    pub(super) fn features(&mut self) -> Features {
        let Some(listed) = &self.schema.chat.features else {
            return Features { assistant: true, presence: true, reactions: true, search: true, typing: true };
        };
        let mut features = Features::default();
        for feature in &listed.value {
            let flag = match feature.value {
                Feature::Assistant => &mut features.assistant,
                Feature::Presence => &mut features.presence,
                Feature::Reactions => &mut features.reactions,
                Feature::Search => &mut features.search,
                Feature::Typing => &mut features.typing,
            };
            if std::mem::replace(flag, true) {
                self.twice(&feature.span, feature.word());
            }
        }
        features
    }

    pub(super) fn twice(&mut self, span: &Span, word: &str) {
        self.problem(span, format!("`{word}` stands here a second time"), "leave it out");
    }

    pub(super) fn assistant(&mut self, on: bool) -> Assistant {
        let section = &self.schema.assistant;
        if let Some(span) = section.span.as_ref().filter(|_| !on && self.sound) {
            let help = "add `\"assistant\"` to the features of `[chat]`, or leave this table out";
            self.problem(span, "the assistant is described, but the feature `assistant` is off", help);
        }
        let provider = section.provider.as_ref().map_or(Provider::Echo, |provider| provider.value);
        for (text, what, most) in [(&section.model, "model", 100), (&section.name, "name", 40)] {
            if let Some(text) = text {
                self.check_line(text, what, most);
            }
        }
        let or = |text: &Option<Text>, default: &str| text.as_ref().map_or(default, |text| text.as_str()).to_owned();
        Assistant {
            provider: provider.word().to_owned(),
            remote: provider != Provider::Echo,
            model: or(&section.model, default_model(provider)),
            roles: self.roles(),
            name: or(&section.name, "Assistant"),
            prompt: or(&section.prompt, "You are a helpful assistant in a chat. Answer briefly, in markdown."),
        }
    }

    fn roles(&mut self) -> Vec<String> {
        let mut roles = vec!["user".to_owned(), "assistant".to_owned()];
        let mut seen = std::collections::HashSet::new();
        for role in self.schema.assistant.roles.as_ref().map_or(&[][..], |roles| &roles.value[..]) {
            if !seen.insert(role.as_str()) {
                self.twice(&role.span, role);
            } else if self.check_lower_name(role, "role") && !roles.contains(&role.value) {
                roles.push(role.value.clone());
            }
        }
        roles[2..].sort();
        roles
    }
}

/// A middling model of each provider, good enough to begin with.
fn default_model(provider: Provider) -> &'static str {
    match provider {
        Provider::Echo => "echo",
        Provider::Anthropic => "claude-sonnet-4-5",
        Provider::Openai => "gpt-5-mini",
        Provider::Gemini => "gemini-2.5-flash",
        Provider::Ollama => "llama3.2",
        Provider::OpenaiCompatible => "default",
    }
}
