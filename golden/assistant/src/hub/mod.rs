//! Who listens, and what they hear.
//!
//! The database is the log, and the hub is how news of it travels: what gets lost here costs time, never a message. A
//! socket is put into the audience first, then reads the log from where it was, and then drops what it has seen.

pub mod audience;
mod feed;
pub mod lists;
pub mod outbox;
mod presence;
pub mod protocol;
pub mod typing;
mod watchers;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use metrics::gauge;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::db::Db;
use crate::error::Result;
use crate::views::Views;
use audience::{Audience, Client};
use feed::Feed;
use outbox::{Close, Frame};
use presence::Presence;
use watchers::Watchers;

/// Sockets are told to come back one by one over this time, so that they do not all come at once; each has this much
/// more for it the more there are.
const FAREWELL: Duration = Duration::from_millis(2);
const LONGEST_FAREWELL: Duration = Duration::from_secs(5);

/// Cheap to clone; every clone is the same hub.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    db: Db,
    views: Views,
    ids: AtomicU64,
    /// Everybody.
    clients: Audience,
    /// Those who look at the list of all rooms.
    directory: Audience,
    /// The rooms that somebody follows.
    rooms: Mutex<HashMap<i64, Arc<Feed>>>,
    watchers: Watchers,
    presence: Presence,
    closing: CancellationToken,
    someone_left: Notify,
}

/// What can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    Room(i64),
    View(&'static str),
}

impl Topic {
    /// The room, if it is one.
    pub fn room(self) -> Option<i64> {
        match self {
            Self::Room(room) => Some(room),
            Self::View(_) => None,
        }
    }
}

/// Whose sockets and streams end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    Login(i64),
    User(i64),
    Member { room: i64, user: i64 },
}

impl Hub {
    pub fn new(db: Db, views: Views) -> Self {
        Self(Arc::new(Inner {
            db,
            views,
            ids: AtomicU64::new(1),
            clients: Audience::default(),
            directory: Audience::default(),
            rooms: Mutex::default(),
            watchers: Watchers::default(),
            presence: Presence::default(),
            closing: CancellationToken::new(),
            someone_left: Notify::new(),
        }))
    }

    /// Lets the followers of a room know that there is news in its log.
    pub fn publish(&self, room: i64) {
        if let Some(feed) = self.rooms().get(&room) {
            feed.news();
        }
    }

    /// Tells what is not stored, to whoever is there.
    pub fn ephemeral(&self, topic: Topic, frame: Utf8Bytes) {
        match topic {
            Topic::Room(room) => {
                if let Some(feed) = self.rooms().get(&room) {
                    feed.note(frame);
                }
            }
            Topic::View(view) => self.0.watchers.send(view, frame),
        }
    }

    /// Closes what is no longer anybody's right.
    pub fn revoke(&self, who: Revocation) {
        let clients = match who {
            Revocation::Login(id) => self.0.clients.filter(|client| client.login_id == id),
            Revocation::User(id) => self.0.clients.filter(|client| client.user_id == id),
            Revocation::Member { room, user } => return self.expel(room, user),
        };
        for client in clients {
            client.outbox.close(Close::SIGNED_OUT);
        }
    }

    fn expel(&self, room: i64, user: i64) {
        let feed = self.rooms().get(&room).cloned();
        let members = feed.map(|feed| feed.audience.filter(|client| client.user_id == user));
        for client in members.unwrap_or_default() {
            self.leave(room, &client);
            client.outbox.push(Frame::Left(room));
        }
    }

    /// Takes in a socket, which hears nothing yet.
    pub fn connect(&self, user_id: i64, name: String, login_id: i64) -> Arc<Client> {
        let id = self.0.ids.fetch_add(1, Ordering::Relaxed);
        let client = Arc::new(Client { id, user_id, name, login_id, outbox: <_>::default() });
        self.0.clients.add(&client);
        gauge!("hub_sockets").increment(1);
        if self.0.closing.is_cancelled() {
            client.outbox.close(Close::RESTART);
        }
        client
    }

    /// Forgets a socket that has left its rooms.
    pub fn disconnect(&self, client: &Client) {
        self.unwatch_all(client);
        self.0.directory.remove(client);
        self.0.clients.remove(client);
        gauge!("hub_sockets").decrement(1);
        self.0.someone_left.notify_waiters();
    }

    /// Puts a socket into a room's audience: whatever is not in the log when this returns will be in its outbox.
    ///
    /// # Errors
    /// Not found, where there is no such room.
    pub async fn enter(&self, room: i64, client: &Arc<Client>) -> Result<()> {
        let feed = {
            let mut rooms = self.rooms();
            let open = || Feed::new(room, self.0.db.clone(), self.0.views.clone());
            let feed = rooms.entry(room).or_insert_with(open);
            feed.audience.add(client);
            feed.clone()
        };
        feed.start().await
    }

    /// Takes a socket out of a room's audience; the last one closes the feed.
    pub fn leave(&self, room: i64, client: &Client) {
        self.depart(Topic::Room(room), client);
        let mut rooms = self.rooms();
        let Some(feed) = rooms.get(&room) else { return };
        feed.audience.remove(client);
        if feed.audience.is_empty() {
            feed.close();
            rooms.remove(&room);
        }
    }

    /// Asks every socket to come back to the next server, and returns once all are gone.
    pub async fn drain(&self) {
        self.0.closing.cancel();
        let clients = self.0.clients.filter(|_| true);
        let most = FAREWELL.saturating_mul(clients.len() as u32).min(LONGEST_FAREWELL);
        let pause = most.checked_div(clients.len() as u32).unwrap_or_default();
        for client in clients {
            client.outbox.close(Close::RESTART);
            tokio::time::sleep(pause).await;
        }
        loop {
            let left = self.0.someone_left.notified();
            if self.0.clients.is_empty() {
                return;
            }
            left.await;
        }
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<i64, Arc<Feed>>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
