//! How often each person may send an event of a view.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::{Quota, RateLimiter};

use super::{Keyed, take};
use crate::error::Result;

/// So many times in so long. What was used up comes back one by one.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    view: &'static str,
    event: &'static str,
    count: u32,
    per_seconds: u32,
}

/// One limiter for each event, from its first use on.
#[derive(Default)]
pub struct PerPerson(Mutex<HashMap<[&'static str; 2], Arc<Keyed<i64>>>>);

impl Limit {
    pub const fn new(
        view: &'static str,
        event: &'static str,
        count: u32,
        per_seconds: u32,
    ) -> Self {
        Self { view, event, count, per_seconds }
    }

    fn quota(&self) -> Quota {
        let count = NonZeroU32::new(self.count).unwrap_or(NonZeroU32::MIN);
        let each = Duration::from_secs(self.per_seconds.into()) / count.get();
        Quota::with_period(each).unwrap_or(Quota::per_second(count)).allow_burst(count)
    }
}

impl PerPerson {
    /// Counts one more time.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`](crate::error::Error::TooManyRequests) once the person has none left.
    pub fn count(&self, limit: &Limit, person: i64) -> Result<()> {
        take(&self.limiter(limit), person)
    }

    fn limiter(&self, limit: &Limit) -> Arc<Keyed<i64>> {
        let mut limiters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limiter = limiters
            .entry([limit.view, limit.event])
            .or_insert_with(|| Arc::new(RateLimiter::hashmap(limit.quota())));
        Arc::clone(limiter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_so_many_and_no_more() {
        let (limits, limit) = (PerPerson::default(), Limit::new("view", "event", 2, 3600));
        assert!(limits.count(&limit, 1).is_ok());
        assert!(limits.count(&limit, 1).is_ok());
        assert!(limits.count(&limit, 1).is_err());
        assert!(limits.count(&limit, 2).is_ok());
        assert!(limits.count(&Limit::new("view", "other", 1, 1), 1).is_ok());
    }
}
