//! Sockets that follow a list. There is no log of it: whoever missed something reads the list again.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde_json::Value;

use super::audience::{Audience, Client};
use super::outbox::Frame;
use super::protocol::Told;
use super::{Hub, Topic};

/// The audience of each list.
pub struct Watchers(HashMap<&'static str, Audience>);

impl Default for Watchers {
    fn default() -> Self {
        let mut lists = HashMap::new();
        lists.insert("tickets", Audience::default());
        Self(lists)
    }
}

impl Watchers {
    pub fn send(&self, view: &str, text: Utf8Bytes) {
        if let Some(audience) = self.0.get(view) {
            audience.send(&[Frame::Note { room: None, text }]);
        }
    }
}

impl Hub {
    /// Tells those who look at a list that a row of it changed.
    pub fn view_changed(&self, view: &'static str, action: &'static str, id: &Value) {
        self.ephemeral(Topic::View(view), Told::View { view, action, id }.encode());
    }

    /// Puts a socket into a list's audience; `false` where there is no such list.
    pub fn watch(&self, view: &str, client: &Arc<Client>) -> bool {
        let Some((&view, audience)) = self.0.watchers.0.get_key_value(view) else { return false };
        audience.add(client);
        self.arrive(Topic::View(view), client);
        true
    }

    pub fn unwatch(&self, view: &str, client: &Client) {
        let Some((&view, audience)) = self.0.watchers.0.get_key_value(view) else { return };
        audience.remove(client);
        self.depart(Topic::View(view), client);
    }

    pub(super) fn unwatch_all(&self, client: &Client) {
        for view in self.0.watchers.0.keys() {
            self.unwatch(view, client);
        }
    }
}
