//! Long lists, a page at a time.

use schemars::JsonSchema;
use serde::Serialize;

/// A part of a list that fits into an answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Page {
    /// How many there are in all.
    pub total: usize,
    /// What to give as `cursor` for the next page; nothing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<usize>,
}

/// The items from `cursor` on that take at most `budget` bytes as JSON, at least one of them.
pub fn page<T: Serialize>(items: Vec<T>, cursor: usize, budget: usize) -> (Vec<T>, Page) {
    let total = items.len();
    let mut bytes = 0;
    let mut shown = Vec::new();
    for item in items.into_iter().skip(cursor) {
        bytes += serde_json::to_string(&item).map_or(0, |text| text.len() + 1);
        if bytes > budget && !shown.is_empty() {
            break;
        }
        shown.push(item);
    }
    let next = cursor + shown.len();
    (shown, Page { total, next_cursor: (next < total).then_some(next) })
}
