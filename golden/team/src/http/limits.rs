//! How often something may be tried.

mod cells;
mod events;

use std::net::IpAddr;
use std::time::Duration;

use super::client::household;
use crate::config::Config;
use crate::error::{Error, Result};

pub use cells::{Cells, Quota};
pub use events::Limit;

/// An address may be an office, so it has more than one person needs.
const PER_ADDRESS: u32 = 3;

/// From everywhere together: guessing one password by way of many addresses is slow, too. Whoever uses this up locks out
/// only browsers that are new to the account.
const PER_ACCOUNT: u32 = 10;

/// Attempts come back one by one over a minute.
pub struct Limits {
    attempts: u32,
    messages: u32,
    /// What anybody may try. A table of its own, so that strangers forget nobody's but their own.
    strangers: Cells,
    /// What somebody does who is signed in, or has been.
    people: Cells,
}

/// What is counted, so that numbers of different things differ.
#[derive(Hash)]
enum Key<'a> {
    Pair(&'a str, IpAddr),
    Address(IpAddr),
    Account(&'a str),
    KnownDevice(&'a str),
    Login(i64),
    Message(i64),
    Event(&'a str, &'a str, i64),
}

impl Limits {
    pub fn new(config: &Config) -> Self {
        Self {
            attempts: config.login_attempts,
            messages: config.messages_per_minute,
            strangers: Cells::default(),
            people: Cells::default(),
        }
    }

    /// Counts a message that is sent or edited.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`] once there are none left for the moment; so with all others.
    pub fn send(&self, user: i64) -> Result<()> {
        counted(self.people.take(Quota::per_minute(self.messages), Key::Message(user)))
    }

    /// Counts an attempt to prove to be somebody, or to become somebody. An address that uses up what it has for an
    /// account leaves that account to all others.
    pub fn attempt(&self, account: &str, address: IpAddr) -> Result<()> {
        let (account, address) = (account.to_lowercase(), household(address));
        let taken = |key, times| {
            let quota = Quota::per_minute(self.attempts.saturating_mul(times));
            counted(self.strangers.take(quota, key))
        };
        taken(Key::Pair(&account, address), 1)?;
        taken(Key::Address(address), PER_ADDRESS)?;
        taken(Key::Account(&account), PER_ACCOUNT)
    }

    /// Counts an attempt from a browser that has been signed in to this account before.
    pub fn attempt_on(&self, device: &str) -> Result<()> {
        counted(self.people.take(Quota::per_minute(self.attempts), Key::KnownDevice(device)))
    }

    /// Counts an attempt to change the password of the account that one is signed in to.
    pub fn change(&self, login_id: i64) -> Result<()> {
        counted(self.people.take(Quota::per_minute(self.attempts), Key::Login(login_id)))
    }

    /// Counts an event of a view.
    pub fn event(&self, limit: &Limit, person: i64) -> Result<()> {
        let key = Key::Event(limit.view, limit.event, person);
        counted(self.people.take(limit.quota(), key))
    }
}

fn counted(taken: Result<(), Duration>) -> Result<()> {
    taken.map_err(|retry_after| Error::TooManyRequests { retry_after })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_so_many_and_no_more() {
        let config = Config::read("", |_| None).unwrap();
        let limits = Limits::new(&config);
        let limit = Limit::new("view", "event", 2, 3600);
        assert!(limits.event(&limit, 1).is_ok());
        assert!(limits.event(&limit, 1).is_ok());
        assert!(limits.event(&limit, 1).is_err());
        assert!(limits.event(&limit, 2).is_ok());
        assert!(limits.event(&Limit::new("view", "other", 1, 1), 1).is_ok());
    }
}
