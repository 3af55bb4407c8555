//! Sockets that follow a list. There is no log of it: whoever missed something reads the list again.
//!
//! Who may not see a row hears nothing of it: the database is asked, by the condition that lists are read by.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde_json::Value;

use super::audience::{Audience, Client};
use super::outbox::Frame;
use super::protocol::Told;
use super::{Hub, Topic};
use crate::error::Result;
use crate::model::readers;

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
        if readers::GUARDED.contains(&view) {
            return self.row_changed(view, action, id, Vec::new());
        }
        self.ephemeral(Topic::View(view), Told::View { view, action, id }.encode());
    }

    /// Tells those who may see the row, and those who `saw` it before that it is gone where they no longer may.
    pub fn row_changed(&self, view: &'static str, action: &'static str, id: &Value, saw: Vec<i64>) {
        let (hub, id) = (self.clone(), id.clone());
        tokio::spawn(async move {
            if let Err(error) = hub.tell_of_row(view, action, &id, &saw).await {
                tracing::error!(view, %error, "those who look at a list could not be told");
            }
        });
    }

    async fn tell_of_row(&self, view: &str, action: &str, id: &Value, saw: &[i64]) -> Result<()> {
        let Some(audience) = self.0.watchers.0.get(view) else { return Ok(()) };
        let watching = audience.filter(|_| true);
        let people: Vec<i64> = watching.iter().map(|client| client.user_id).collect();
        let mut db = self.0.db.reader().await?;
        let see = readers::seen_by(&mut db, view, id, &people).await?;
        drop(db);
        let note = |action| {
            let text = Told::View { view, action, id }.encode();
            Frame::Note { room: None, text }
        };
        let (changed, gone) = (note(action), note("deleted"));
        for client in watching {
            if see.contains(&client.user_id) {
                client.outbox.push(changed.clone());
            } else if saw.contains(&client.user_id) {
                client.outbox.push(gone.clone());
            }
        }
        Ok(())
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
