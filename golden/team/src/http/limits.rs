//! How often something may be tried.

mod events;

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::config::Config;
use crate::error::{Error, Result};

pub use events::Limit;

/// Keys that are remembered at most; beyond it, those that are back at rest are forgotten.
const KEYS: usize = 10_000;

type Keyed<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock>;

/// Attempts come back one by one over a minute: whoever is locked out waits for seconds, also when somebody else used
/// them up.
pub struct Limits {
    by_account: Keyed<String>,
    by_address: Keyed<IpAddr>,
    /// What people say, by their id.
    messages: Keyed<i64>,
    /// What people do with the rows of a view.
    pub events: events::PerPerson,
}

impl Limits {
    pub fn new(config: &Config) -> Self {
        let attempts = NonZeroU32::new(config.login_attempts).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(attempts);
        let messages = NonZeroU32::new(config.messages_per_minute).unwrap_or(NonZeroU32::MIN);
        let messages = RateLimiter::hashmap(Quota::per_minute(messages));
        Self {
            by_account: RateLimiter::hashmap(quota),
            by_address: RateLimiter::hashmap(quota),
            messages,
            events: events::PerPerson::default(),
        }
    }

    /// Counts a message that is sent or edited.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`] once a person has none left for the moment.
    pub fn send(&self, user: i64) -> Result<()> {
        take(&self.messages, user)
    }

    /// Counts an attempt to prove to be somebody.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`] once an account or an address has none left.
    pub fn attempt(&self, account: &str, address: IpAddr) -> Result<()> {
        take(&self.by_address, network(address))?;
        take(&self.by_account, account.to_lowercase())
    }
}

fn take<K: Hash + Eq + Clone>(limiter: &Keyed<K>, key: K) -> Result<()> {
    if limiter.len() > KEYS {
        limiter.retain_recent();
    }
    limiter.check_key(&key).map_err(|denied| Error::TooManyRequests {
        retry_after: denied.wait_time_from(DefaultClock::default().now()),
    })
}

/// One household has a whole IPv6 network of 64 bits to choose addresses from.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
    }
}
