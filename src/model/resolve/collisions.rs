//! Names that are different in the schema and the same in Rust, in the database or in a URL.

use std::collections::HashMap;

use super::names::derived_types;
use super::views::ViewDraft;
use super::{Draft, Resolver};
use crate::model::core::Core;
use crate::names::{self, reserved};
use crate::problem::Span;

/// Who took a name first.
type Taken = HashMap<String, String>;

impl Resolver<'_> {
    pub(super) fn collisions(&mut self, views: &[ViewDraft]) {
        let itself = |name: String| (name, "the chat itself".to_owned());
        let mut modules = Taken::new();
        let mut tables: Taken = self.built_in_tables().into_iter().map(itself).collect();
        let mut paths: Taken = reserved::PATHS.split_whitespace().map(|path| itself(path.to_owned())).collect();
        let room_path = self.core(Core::Room).map(|draft| draft.model.path.clone()).unwrap_or_default();
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            if reserved::model(draft.name(), draft.core.is_some()).is_some() {
                continue;
            }
            let (span, owner, model) = (draft.span.clone(), format!("`{}`", draft.name()), draft.model.clone());
            let help = "rename one, or give it a `table` or `plural` of its own";
            if !self.take(&mut modules, &model.module, &owner, &span, "module", "rename one of them")
                || !self.take(&mut tables, &model.table, &owner, &span, "table", help)
            {
                continue;
            }
            if model.sql != model.table && self.drafts[at].core.is_some() {
                let message = format!("`{}` is a word that SQL keeps for itself", model.table);
                self.problem(&span, message, "give this model another `table`");
            }
            if model.table.starts_with("sqlite_") {
                let message = format!("SQLite keeps the table `{}` for itself", model.table);
                self.problem(&span, message, "give it another `table`");
            }
            let help = "rename one, or give it a `plural` of its own";
            if matches!(self.drafts[at].core, None | Some(Core::Room)) {
                self.take(&mut paths, &model.path, &owner, &span, "address", help);
            }
            self.field_collisions(at);
            self.derived_types(at);
        }
        for view in views.iter().filter(|view| names::kebab(&view.name) == room_path) {
            let message = format!("the address `/{room_path}` belongs to the chat itself");
            self.problem(&view.span, message, format!("write for example `[views.all_{}]`", view.name));
        }
    }

    fn core(&self, core: Core) -> Option<&Draft<'_>> {
        self.drafts.iter().find(|draft| draft.core == Some(core))
    }

    /// Tables, views and indexes of the chat itself; they share one set of names.
    fn built_in_tables(&self) -> Vec<String> {
        let mut names: Vec<String> = reserved::TABLES.split_whitespace().map(str::to_owned).collect();
        for (core, pattern) in reserved::TABLES_OF_CORE {
            let Some(draft) = self.core(*core) else { continue };
            let snake = names::snake(draft.name());
            names.push(pattern.replace("{table}", &draft.model.table).replace("{snake}", &snake));
        }
        names
    }

    /// `NewTicket` cannot be a model beside `Ticket`.
    fn derived_types(&mut self, at: usize) {
        for name in derived_types(self.drafts[at].name()) {
            let Some(&other) = self.index.get(&name) else { continue };
            let message = format!("`{name}` is what generated code calls a part of `{}`", self.drafts[at].name());
            let span = self.drafts[other].span.clone();
            self.problem(&span, message, "choose another name");
        }
    }

    fn take(&mut self, taken: &mut Taken, name: &str, owner: &str, span: &Span, what: &str, help: &str) -> bool {
        if let Some(first) = taken.get(name) {
            let message = format!("{owner} and {first} both want the {what} `{name}`");
            self.problem(span, message, help);
            return false;
        }
        taken.insert(name.to_owned(), owner.to_owned());
        true
    }

    /// Fields of one model whose names or columns meet, also with the built-in ones.
    fn field_collisions(&mut self, at: usize) {
        let draft = &self.drafts[at];
        let mut fields = Taken::new();
        let mut columns = Taken::new();
        for built_in in draft.built_in() {
            fields.insert(built_in.name.to_owned(), "a field that is always there".to_owned());
            columns.insert(built_in.name.to_owned(), "a field that is always there".to_owned());
        }
        if draft.model.key_kind != "int" && !draft.model.search.is_empty() {
            columns.insert("search_id".to_owned(), "full-text search".to_owned());
        }
        let mut wanted = Vec::new();
        for (name, _) in &draft.fields {
            for resolved in draft.resolved.get(name.as_str()).into_iter().flatten() {
                let field = draft.model.fields.iter().find(|field| field.name == *resolved);
                let Some(field) = field else { continue };
                let span = name.span.clone();
                wanted.push((format!("`{}`", name.as_str()), span, field.name.clone(), field.column.clone()));
            }
        }
        for (owner, span, field, column) in wanted {
            if self.take(&mut fields, &field, &owner, &span, "field", "rename one of them") {
                self.take(
                    &mut columns,
                    &column,
                    &owner,
                    &span,
                    "column",
                    "rename one, or give it a `column` of its own",
                );
            }
        }
    }
}
