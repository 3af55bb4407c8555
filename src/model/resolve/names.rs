//! Each model's name in every casing, and whether it can be a name at all.

use std::collections::HashMap;

use super::{Draft, Resolver};
use crate::model::core::Core;
use crate::model::{Ddl, Model};
use crate::names::{self, LONGEST, reserved};
use crate::problem::Span;
use crate::schema::{KeyForm, ModelSection, Text};

impl<'a> Resolver<'a> {
    /// Makes a draft for each core model and for each of the schema's own.
    pub(super) fn name_models(&mut self) {
        let schema = self.schema;
        let sections: HashMap<&str, &(Text, ModelSection)> =
            schema.models.iter().map(|entry| (entry.0.as_str(), entry)).collect();
        for core in Core::ALL {
            let renamed = self.renamed(core);
            let name = renamed.map_or(core.default_name(), |text| text.as_str());
            let section = sections.get(name);
            let span = renamed.or(section.map(|(name, _)| name)).map_or(0..0, |text| text.span.clone());
            if let Some(text) = renamed {
                self.check_model_name(text, true);
            }
            self.add(name, span, Some(core), section.map(|(_, section)| section));
        }
        for (name, section) in &schema.models {
            if self.index.get(name.as_str()).is_none_or(|&at| self.drafts[at].core.is_none()) {
                self.check_model_name(name, false);
                self.add(name, name.span.clone(), None, Some(section));
            }
        }
    }

    fn renamed(&self, core: Core) -> Option<&'a Text> {
        let chat = &self.schema.chat;
        match core {
            Core::User => chat.user.as_ref(),
            Core::Login => chat.login.as_ref(),
            Core::Room => chat.room.as_ref(),
            Core::Membership => chat.membership.as_ref(),
            Core::Message => chat.message.as_ref(),
        }
    }

    fn add(&mut self, name: &str, span: Span, core: Option<Core>, section: Option<&'a ModelSection>) {
        if let Some(&first) = self.index.get(name) {
            let other = self.drafts[first].core.map_or("model", Core::word);
            let message = format!("`{name}` is already the name of the chat's {other}");
            self.problem(&span, message, "give each of the chat's own models a name of its own");
            return;
        }
        self.index.insert(name.to_owned(), self.drafts.len());
        if let Some(plural) = section.and_then(|section| section.plural.as_ref()) {
            self.check_plural(plural);
        }
        if let Some(table) = section.and_then(|section| section.table.as_ref()) {
            self.check_lower_name(table, "table");
        }
        let model = named(name, section, core);
        let widest = [&model.table, &model.path, &model.snake].map(|name| name.chars().count()).into_iter().max();
        if widest > Some(LONGEST) && name.chars().count() <= LONGEST {
            let message = format!("`{name}` makes `{}`, which has over {LONGEST} characters", model.table);
            self.problem(&span, message, "choose a shorter name, or give it a shorter `plural`");
        }
        self.types.insert(model.type_.clone());
        self.types.extend(derived_types(&model.type_));
        self.drafts.push(Draft::new(model, core, section, span));
    }

    fn check_model_name(&mut self, name: &Text, core: bool) {
        let written = name.as_str();
        if self.check_model_form(name)
            && let Some(reason) = reserved::model(written, core)
        {
            let help = format!("write for example `{written}Record`");
            self.problem(&name.span, format!("a model cannot be called `{written}`: {reason}"), help);
        }
    }

    /// Checks that a name looks like a model's.
    pub(super) fn check_model_form(&mut self, name: &Text) -> bool {
        let written = name.as_str();
        let chars = !written.is_empty() && written.chars().all(|c| c.is_ascii_alphanumeric());
        if !chars || !written.starts_with(|c: char| c.is_ascii_uppercase()) {
            let message = format!("`{}` cannot be the name of a model", written.escape_debug());
            self.problem(&name.span, message, suggestion(&names::camel(&ascii(written)), "Ticket", "capital"));
            return false;
        }
        if written.len() > LONGEST {
            let message = format!("this name has {} characters", written.len());
            self.problem(&name.span, message, format!("a name has at most {LONGEST}"));
            return false;
        }
        true
    }

    /// A plural may be written as a model or as a table is.
    fn check_plural(&mut self, plural: &Text) {
        let chars = plural.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !chars || !plural.starts_with(|c: char| c.is_ascii_alphabetic()) || plural.len() > LONGEST {
            let message = format!("`{}` cannot be a plural", plural.escape_debug());
            self.problem(&plural.span, message, suggestion(&names::snake(&ascii(plural)), "people", "small"));
        }
    }

    /// Checks a name of small letters: a field, a table, a column, a role, a view.
    pub(super) fn check_lower_name(&mut self, name: &Text, what: &str) -> bool {
        let written = name.as_str();
        let chars = written.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let shape =
            written.starts_with(|c: char| c.is_ascii_lowercase()) && !written.ends_with('_') && !written.contains("__");
        if !chars || !shape {
            let article = names::article(what);
            let message = format!("`{}` cannot be the name of {article} {what}", written.escape_debug());
            self.problem(&name.span, message, suggestion(&names::snake(&ascii(written)), "due_on", "small"));
            return false;
        }
        if written.len() > LONGEST {
            self.problem(
                &name.span,
                format!("this name has {} characters", written.len()),
                format!("a name has at most {LONGEST}"),
            );
            return false;
        }
        true
    }
}

/// What generated code calls the types that belong to a model.
pub(super) fn derived_types(name: &str) -> [String; 6] {
    let behind = ["Changes", "Choices", "Filter", "Key"].map(|word| format!("{name}{word}"));
    let [changes, choices, filter, key] = behind;
    [format!("New{name}"), format!("Shown{name}"), changes, choices, filter, key]
}

fn ascii(written: &str) -> String {
    let plain: String = written.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    plain.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).to_owned()
}

fn suggestion(name: &str, example: &str, first: &str) -> String {
    let written = if name.is_empty() || name.len() > LONGEST { example } else { name };
    format!("write `{written}`: a {first} letter first, then plain letters and digits")
}

/// Everything about a model that follows from its name.
pub(super) fn named(name: &str, section: Option<&ModelSection>, core: Option<Core>) -> Model {
    let snake = names::snake(name);
    let plural = match section.and_then(|section| section.plural.as_ref()) {
        Some(plural) => names::snake(plural),
        None => names::plural(&snake),
    };
    let table = section.and_then(|section| section.table.as_ref()).map_or_else(|| plural.clone(), |t| t.value.clone());
    let lower = names::lower(name);
    let flag = |flag: Option<bool>| flag.unwrap_or(false);
    let composite = matches!(section.and_then(|s| s.key.as_ref()).map(|key| &key.value), Some(KeyForm::Fields(_)));
    let uuid = matches!(section.and_then(|s| s.key.as_ref()).map(|key| &key.value), Some(KeyForm::Word(word)) if word.as_str() == "uuid");
    let (key, key_kind) = match core {
        Some(Core::Membership) => (vec!["room_id".to_owned(), "user_id".to_owned()], "composite"),
        _ if composite => (Vec::new(), "composite"),
        _ if uuid => (vec!["id".to_owned()], "uuid"),
        _ => (vec!["id".to_owned()], "int"),
    };
    Model {
        type_: name.to_owned(),
        was: section.and_then(|section| section.was.as_ref()).map(|was| was.value.clone()),
        module: names::module(&snake),
        sql: names::sql(&table),
        path: names::kebab(&plural),
        fk: format!("{snake}_id"),
        label: names::label(name),
        labels: names::label(&plural),
        lowers: names::lower(&plural),
        article: names::article(&lower).to_owned(),
        lower,
        table,
        fields: Vec::new(),
        key,
        key_kind: key_kind.to_owned(),
        soft_delete: flag(section.and_then(|section| section.soft_delete.as_ref()).map(|flag| flag.value)),
        search: Vec::new(),
        display: core.map_or("id", Core::display).to_owned(),
        view: None,
        indexes: Vec::new(),
        checks: Vec::new(),
        ddl: Ddl::default(),
        guard: None,
        snake: names::variable(&snake),
    }
}
