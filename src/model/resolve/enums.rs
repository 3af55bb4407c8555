//! Enumerations: words to variants.

use std::collections::HashMap;

use super::Resolver;
use crate::model::{Enumeration, Variant};
use crate::names::{self, LONGEST, reserved};
use crate::schema::Text;
use crate::schema::choice::Storage;

impl Resolver<'_> {
    /// The values of an `enum` field of the model `at`.
    pub(super) fn enumeration(&mut self, at: usize, name: &Text, values: &[Text], storage: Storage) -> Enumeration {
        let mut idents: HashMap<String, &str> = HashMap::new();
        let mut variants = Vec::new();
        for value in values {
            if !self.check_enum_value(value) {
                continue;
            }
            let ident = variant(value);
            if let Some(first) = idents.insert(ident.clone(), value) {
                let message = if first == value.as_str() {
                    format!("`{first}` stands here a second time")
                } else {
                    format!("`{first}` and `{}` both become `{ident}` in Rust", value.as_str())
                };
                self.problem(&value.span, message, "rename one or leave it out");
                continue;
            }
            let label = names::label(value);
            variants.push(Variant { value: value.value.clone(), ident, label, number: variants.len() as i64 });
        }
        Enumeration { type_: self.enum_type(at, name), storage: storage.word().to_owned(), variants }
    }

    fn check_enum_value(&mut self, value: &Text) -> bool {
        let chars = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let ends = value.starts_with(|c: char| c.is_ascii_alphanumeric()) && !value.ends_with(['-', '_']);
        if !chars || !ends || value.len() > LONGEST {
            let message = format!("`{}` cannot be a word of an `enum`", value.escape_debug());
            let snake = names::snake(&value.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
            let help = if snake.is_empty() || snake.len() > LONGEST { "in_progress".to_owned() } else { snake };
            self.problem(
                &value.span,
                message,
                format!("write `{help}`: at most {LONGEST} plain letters, digits, `_` and `-`"),
            );
            return false;
        }
        true
    }

    /// `TicketStatus`, or `Status` where that is too long, or a number behind it where that is taken as well.
    fn enum_type(&mut self, at: usize, name: &str) -> String {
        let core = self.drafts[at].core.is_some();
        let field = names::camel(name);
        let both = Some(format!("{}{field}", self.drafts[at].name())).filter(|both| both.len() <= LONGEST);
        let numbered = (2..).map(|number| format!("{field}{number}"));
        let mut names = both.into_iter().chain([field.clone()]).chain(numbered);
        let free = |name: &String| !self.types.contains(name) && reserved::model(name, core).is_none();
        let name = names.find(free).expect("there is always another number");
        self.types.insert(name.clone());
        name
    }
}

/// `in_progress` → `InProgress`, `1st` → `V1st`, `self` → `Self_`.
fn variant(value: &str) -> String {
    let camel = names::camel(value);
    if camel.starts_with(|c: char| c.is_ascii_digit()) {
        format!("V{camel}")
    } else if camel == "Self" {
        "SelfValue".to_owned()
    } else {
        camel
    }
}
