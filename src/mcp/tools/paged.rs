//! Answers that go on.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inspect::page::Page;
use crate::output::Report;

/// How much of a list goes into one answer, in bytes of JSON. The text says the same again, and both have to fit.
pub const BUDGET: usize = 6 << 10;

/// A command's answer with a part of its list, and where the rest begins.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Paged<T> {
    #[serde(flatten)]
    pub answer: T,
    #[serde(flatten)]
    pub page: Page,
}

impl<T: Report> Report for Paged<T> {
    fn text(&self) -> String {
        let next =
            self.page.next_cursor.map(|cursor| format!("{} in all; next page: cursor {cursor}\n", self.page.total));
        self.answer.text() + &next.unwrap_or_default()
    }
}
