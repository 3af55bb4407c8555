//! How many connections there may be, in all and from one address.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::{Config, PREFIX};
use crate::http::client::{Network, household};

pub struct Places {
    all: usize,
    each: usize,
    /// Whoever comes through one of these is told apart only by what the proxy says.
    proxies: Vec<Network>,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection's place, which is free again with the value.
pub struct Place {
    places: Arc<Places>,
    /// Without, it counts for no address.
    address: Option<IpAddr>,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    Address(usize),
    All(usize),
}

impl Places {
    /// Leaves some of the files that may be open to the database and to what else is opened, and half of the rest to
    /// others than the one who takes the most.
    pub fn new(config: &Config, open_files: usize) -> Arc<Self> {
        let others = (open_files / 4).min(64).max(open_files / 16).min(1024);
        let all = (open_files - others).max(1);
        Arc::new(Self {
            all,
            each: config.connections_per_address.min(all.div_ceil(2)),
            proxies: config.trusted_proxies.clone(),
            taken: Mutex::default(),
        })
    }

    /// # Errors
    /// Which of the limits is reached.
    pub fn take(self: &Arc<Self>, peer: IpAddr) -> Result<Place, Full> {
        let peer = peer.to_canonical();
        let proxied = self.proxies.iter().any(|network| network.contains(peer));
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.all {
            return Err(Full::All(self.all));
        }
        let address = (!proxied).then(|| household(peer));
        if let Some(address) = address {
            let count = taken.by_address.entry(address).or_default();
            if *count >= self.each {
                return Err(Full::Address(self.each));
            }
            *count += 1;
        }
        taken.all += 1;
        Ok(Place { places: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        let Some(address) = self.address else { return };
        if let Some(count) = taken.by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.by_address.remove(&address);
            }
        }
    }
}

impl Full {
    pub fn reason(self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::All(_) => "full",
        }
    }
}

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(each) => write!(
                f,
                "it has {each} already; if it is a proxy of yours, name it in {PREFIX}TRUSTED_PROXIES, else \
                 {PREFIX}CONNECTIONS_PER_ADDRESS allows more"
            ),
            Self::All(all) => {
                write!(
                    f,
                    "there are {all} already; the limit of open files (nofile) allows no more"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(open_files: usize, each: usize) -> Arc<Places> {
        let config = Config::read("trusted_proxies = '10.0.0.9'", |name| {
            name.ends_with("_ASSISTANT_PROVIDER").then(|| "off".to_owned())
        });
        let mut config = config.unwrap();
        config.connections_per_address = each;
        Places::new(&config, open_files)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_has_so_many_and_gets_them_back() {
        let places = places(1024, 2);
        let first = places.take(ip("10.0.0.1")).unwrap();
        let _second = places.take(ip("::ffff:10.0.0.1")).unwrap();
        assert_eq!(places.take(ip("10.0.0.1")).err(), Some(Full::Address(2)));
        let _other = places.take(ip("10.0.0.2")).unwrap();
        drop(first);
        let _third = places.take(ip("10.0.0.1")).unwrap();
    }

    #[test]
    fn a_household_is_one_address() {
        let places = places(1024, 1);
        let _first = places.take(ip("2001:db8::1")).unwrap();
        assert!(places.take(ip("2001:db8::2:3:4:5")).is_err());
        let _other = places.take(ip("2001:db8:0:1::1")).unwrap();
    }

    #[test]
    fn a_proxy_brings_many_but_not_more_than_there_are() {
        let places = places(100, 1);
        let mut held = Vec::new();
        let full = loop {
            match places.take(ip("10.0.0.9")) {
                Ok(place) => held.push(place),
                Err(full) => break full,
            }
        };
        assert_eq!((full, held.len()), (Full::All(75), 75));
        drop(held);
        assert_eq!(places.taken.lock().unwrap().all, 0);
        assert!(places.taken.lock().unwrap().by_address.is_empty());
    }

    #[test]
    fn one_address_never_has_all() {
        for open_files in [8, 100, 1024, 1_000_000] {
            let places = places(open_files, usize::MAX);
            let full = || places.take(ip("10.0.0.1"));
            let mut held: Vec<Place> = Vec::new();
            while held.len() < 2_000 {
                let Ok(place) = full() else { break };
                held.push(place);
            }
            assert!(places.take(ip("10.0.0.2")).is_ok(), "{open_files}");
        }
    }
}
