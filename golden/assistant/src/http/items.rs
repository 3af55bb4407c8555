//! One page of a list, as the API answers it.

use serde::Serialize;
use utoipa::ToSchema;

/// A page, and where the one after it begins.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T, C = i64> {
    pub items: Vec<T>,
    /// What to ask for the next page with; `null` on the last one.
    pub next: Option<C>,
}

impl<T, C> Items<T, C> {
    /// A page of `limit` items out of one more, which was read only to know whether it is there.
    pub fn page(mut items: Vec<T>, limit: i64, cursor: fn(&T) -> C) -> Self {
        let limit = usize::try_from(limit).unwrap_or_default();
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}
