//! Who is typing: told as it happens and never stored.

use std::collections::HashSet;

use super::audience::Client;
use super::protocol::Told;
use super::{Hub, Topic};

/// The rooms that one socket's user is typing in.
#[derive(Debug, Default)]
pub struct Typing(HashSet<i64>);

impl Typing {
    /// Tells the room. That somebody still types is told again, so that those who came later see it too.
    pub fn set(&mut self, hub: &Hub, client: &Client, room: i64, on: bool) {
        let known = if on { self.0.insert(room) } else { self.0.remove(&room) };
        if on || known {
            tell(hub, client, room, on);
        }
    }

    /// Somebody who is gone no longer types.
    pub fn end(&mut self, hub: &Hub, client: &Client) {
        for room in self.0.drain() {
            tell(hub, client, room, false);
        }
    }
}

fn tell(hub: &Hub, client: &Client, room: i64, on: bool) {
    let told = Told::Typing { room, user: client.user_id, name: &client.name, on };
    hub.ephemeral(Topic::Room(room), told.encode());
}
