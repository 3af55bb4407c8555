//! Sockets that hear the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::outbox::{Frame, Outbox};

/// One socket, and whose it is.
#[derive(Debug)]
pub struct Client {
    pub id: u64,
    pub user_id: i64,
    pub name: String,
    pub login_id: i64,
    pub outbox: Outbox,
}

/// A set of sockets, by the client's id.
#[derive(Debug, Default)]
pub struct Audience(Mutex<HashMap<u64, Arc<Client>>>);

impl Audience {
    pub fn add(&self, client: &Arc<Client>) {
        self.lock().insert(client.id, client.clone());
    }

    pub fn remove(&self, client: &Client) {
        self.lock().remove(&client.id);
    }

    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Hands everybody the same bytes, and all of these frames at once.
    pub fn send(&self, frames: &[Frame]) {
        for client in self.lock().values() {
            client.outbox.extend(frames.iter().cloned());
        }
    }

    /// Those that a condition holds for.
    pub fn filter(&self, condition: impl Fn(&Client) -> bool) -> Vec<Arc<Client>> {
        self.lock().values().filter(|client| condition(client)).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Client>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
