//! Reads what a schema says of pages.

use super::Reader;
use super::values::Table;
use crate::schema::page::{ComponentSection, EventSection, ViewSection};

impl Reader<'_> {
    pub fn view(&mut self, table: &mut Table) -> ViewSection {
        let model = self.text(table, "model");
        if model.is_none() && !table.had("model") && !table.broken {
            let problem = self.source.problem(&table.span, format!("{} does not say which model it shows", table.name));
            self.problems.push(problem.help("add for example `model = \"Ticket\"`"));
        }
        ViewSection {
            model,
            features: self.choices(table, "features").map(|features| features.value).unwrap_or_default(),
            title: self.text(table, "title"),
            was: self.text(table, "was"),
            events: self.named_in(table, "events", Self::event),
        }
    }

    fn event(&mut self, table: &mut Table) -> EventSection {
        EventSection {
            params: self.fields(table, "params"),
            limit: self.text(table, "limit"),
            title: self.text(table, "title"),
        }
    }

    pub fn component(&mut self, table: &mut Table) -> ComponentSection {
        ComponentSection { props: self.fields(table, "props") }
    }
}
