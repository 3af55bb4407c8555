//! How often each person may send an event of a view.

use std::time::Duration;

use super::Quota;

/// So many times in so long. What was used up comes back one by one.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub(super) view: &'static str,
    pub(super) event: &'static str,
    count: u32,
    per_seconds: u32,
}

impl Limit {
    pub const fn new(
        view: &'static str,
        event: &'static str,
        count: u32,
        per_seconds: u32,
    ) -> Self {
        Self { view, event, count, per_seconds }
    }

    pub(super) fn quota(&self) -> Quota {
        Quota::new(self.count, Duration::from_secs(self.per_seconds.into()))
    }
}
