//! Lists of rooms: whoever has one on the screen is told that it changed, and reads it again.

use std::sync::Arc;

use super::Hub;
use super::audience::Client;
use super::outbox::Frame;
use super::protocol::Told;

/// A list that is not as it was. It is told once, however often it changed before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// A person's own, which stands beside every page.
    Rooms,
    /// All that can be found.
    Directory,
}

impl List {
    pub fn told(self) -> Told<'static> {
        match self {
            Self::Rooms => Told::Rooms,
            Self::Directory => Told::Directory,
        }
    }
}

impl Hub {
    /// Tells everything that these people have open that their own rooms are not as they were.
    pub fn rooms_changed(&self, mut users: Vec<i64>) {
        users.sort_unstable();
        let theirs = |client: &Client| users.binary_search(&client.user_id).is_ok();
        for client in self.0.clients.filter(theirs) {
            client.outbox.push(Frame::Changed(List::Rooms));
        }
    }

    /// Tells whoever looks at the list of all that it is not as it was.
    pub fn directory_changed(&self) {
        self.0.directory.send(&[Frame::Changed(List::Directory)]);
    }

    /// Has a socket told of the list of all, or no longer.
    pub fn browse(&self, client: &Arc<Client>, on: bool) {
        match on {
            true => self.0.directory.add(client),
            false => self.0.directory.remove(client),
        }
    }
}
