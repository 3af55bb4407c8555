//! Former names: whether they can be names, and whose they are. Whether anything was ever called so, only the schema of
//! the last sync could tell.

use std::collections::HashMap;

use super::Resolver;
use crate::model::core::Core;
use crate::schema::Text;

impl Resolver<'_> {
    /// Checks each `was` of models, fields and views.
    pub(super) fn check_former_names(&mut self) {
        let (mut models, mut views) = (Former::new(), Former::new());
        for at in 0..self.drafts.len() {
            if let Some(was) = self.drafts[at].section.and_then(|section| section.was.as_ref()) {
                let (name, core) = (self.drafts[at].name().to_owned(), self.drafts[at].core);
                match core {
                    Some(core) => self.needs_no_former_name(was, &name, core),
                    None if self.check_model_form(was) => self.former(&mut models, was, &name),
                    None => {}
                }
            }
            let mut fields = Former::new();
            for position in 0..self.drafts[at].fields.len() {
                let (name, decl) = &self.drafts[at].fields[position];
                let (name, Some(was)) = (name.value.clone(), decl.was.clone()) else { continue };
                if self.check_lower_name(&was, "field") {
                    self.former(&mut fields, &was, &name);
                }
            }
        }
        for (name, section) in &self.schema.views {
            let Some(was) = &section.was else { continue };
            if self.check_lower_name(was, "view") {
                self.former(&mut views, was, name);
            }
        }
    }

    fn needs_no_former_name(&mut self, was: &Text, name: &str, core: Core) {
        let message = format!("`{name}` is the chat's {0}, and `[chat] {0}` alone renames it", core.word());
        self.problem(&was.span, message, "leave `was` out");
    }

    /// A name belongs to one thing at a time.
    fn former(&mut self, taken: &mut Former, was: &Text, name: &str) {
        if was.as_str() == name {
            let help = "write the name of before, or leave `was` out";
            self.problem(&was.span, format!("`{name}` is still called so"), help);
        } else if let Some(first) = taken.get(was.as_str()) {
            let message = format!("`{first}` was called `{}` as well", was.as_str());
            self.problem(&was.span, message, "leave one of the two out");
        } else {
            taken.insert(was.value.clone(), name.to_owned());
        }
    }
}

/// Who was called what.
type Former = HashMap<String, String>;
