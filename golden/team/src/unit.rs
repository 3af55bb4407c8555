//! A unit of work: one transaction, and what is to happen once it is committed.
//!
//! Nobody hears of a change before it is stored, and nobody hears of one that was rolled back.

use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, Transaction};

use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::hub::{Revocation, Topic};
use crate::model::room_event::RoomEvent;

pub struct Unit {
    tx: Transaction<'static, Sqlite>,
    effects: Vec<Effect>,
    app: App,
}

/// What follows a commit.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Hands a change of a room to everyone who watches it.
    Publish(Arc<RoomEvent>),
    /// Hands on what is not stored: typing, presence, a piece of a reply.
    Ephemeral { topic: Topic, frame: Utf8Bytes },
    /// Ends sockets and streams that lost their right to exist.
    Revoke(Revocation),
    /// Tells those who look at a list that a row of it changed.
    ViewChanged { view: &'static str, action: &'static str, id: serde_json::Value },
}

impl App {
    /// Begins to write. The write lock is taken at once, so that what is read inside still holds at the commit.
    pub async fn begin(&self) -> Result<Unit> {
        let tx = self.db.write.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Unit { tx, effects: Vec::new(), app: self.clone() })
    }

    /// A connection that can only read.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.db.read.acquire().await?)
    }

    fn apply(&self, effect: Effect) {
        match effect {
            Effect::Publish(event) => self.hub.publish(&event),
            Effect::Ephemeral { topic, frame } => self.hub.ephemeral(topic, frame),
            Effect::Revoke(who) => self.hub.revoke(who),
            Effect::ViewChanged { view, action, id } => self.hub.view_changed(view, action, &id),
        }
    }
}

impl Unit {
    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn db(&mut self) -> &mut Conn {
        &mut self.tx
    }

    /// Adds what is to happen after the commit, in this order.
    pub fn then(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Stores everything, then lets the effects happen.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        for effect in self.effects {
            self.app.apply(effect);
        }
        Ok(())
    }

    /// Stores nothing and returns what would have happened.
    pub async fn dry_run(self) -> Result<Vec<Effect>> {
        self.tx.rollback().await?;
        Ok(self.effects)
    }
}
