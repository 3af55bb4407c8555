//! Who listens, and what they hear.

use axum::extract::ws::Utf8Bytes;

use crate::db::Db;
use crate::model::room_event::RoomEvent;

#[derive(Clone)]
pub struct Hub {
    _db: Db,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    Room(i64),
    View(&'static str),
}

/// Whose sockets and streams end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    Login(i64),
    User(i64),
    Member { room: i64, user: i64 },
}

impl Hub {
    pub fn new(db: Db) -> Self {
        Self { _db: db }
    }

    pub fn publish(&self, _event: &RoomEvent) {}

    pub fn ephemeral(&self, _topic: Topic, _frame: Utf8Bytes) {}

    pub fn view_changed(
        &self,
        _view: &'static str,
        _action: &'static str,
        _id: &serde_json::Value,
    ) {
    }

    pub fn revoke(&self, _who: Revocation) {}

    pub fn online(&self, _topic: Topic) -> Vec<i64> {
        Vec::new()
    }

    /// Closes every socket so that it comes back to the next server.
    pub fn drain(&self) {}
}
