//! A unit of work: one transaction, and what is to happen once it is committed.
//!
//! Nobody hears of a change before it is stored, and nobody hears of one that was rolled back. What a change relies on (who
//! asks, and what they may do where) is read inside of it, as a `Fact`: what a request found before it waited for
//! its turn may be over.

use axum::extract::ws::Utf8Bytes;
use sqlx::Sqlite;
use sqlx::pool::PoolConnection;

use crate::app::App;
use crate::db::Conn;
use crate::db::writer::Turn;
use crate::error::Result;
use crate::hub::{Revocation, Topic};

pub struct Unit {
    turn: Turn,
    effects: Vec<Effect>,
    app: App,
}

/// What follows a commit.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Lets everyone who follows a room know that there is news in its log.
    Publish(i64),
    /// Hands on what is not stored: typing, presence, a piece of a reply.
    Ephemeral { topic: Topic, frame: Utf8Bytes },
    /// Ends sockets and streams that lost their right to exist.
    Revoke(Revocation),
    /// Tells people that their own rooms are not as they were.
    RoomsChanged(Vec<i64>),
    /// Tells whoever looks that the list of all rooms is not as it was.
    DirectoryChanged,
    /// Tells those who look at a list that a row of it changed.
    ViewChanged { view: &'static str, action: &'static str, id: serde_json::Value },
    /// As `ViewChanged`, where those who `saw` the row before may no longer see it.
    RowChanged { view: &'static str, action: &'static str, id: serde_json::Value, saw: Vec<i64> },
}

impl App {
    /// Begins to write. The write lock is taken at once, so that what is read inside still holds at the commit. Others wait
    /// meanwhile: what takes long, or asks somebody else, comes before it.
    ///
    /// # Errors
    /// Unavailable, where the lock is not to be had in time.
    pub async fn begin(&self) -> Result<Unit> {
        let turn = self.db.write.begin().await?;
        Ok(Unit { turn, effects: Vec::new(), app: self.clone() })
    }

    /// A connection that can only read.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>> {
        self.db.reader().await
    }

    fn apply(&self, effect: Effect) {
        match effect {
            Effect::Publish(room_id) => self.hub.publish(room_id),
            Effect::Ephemeral { topic, frame } => self.hub.ephemeral(topic, frame),
            Effect::Revoke(who) => self.hub.revoke(who),
            Effect::RoomsChanged(users) => self.hub.rooms_changed(users),
            Effect::DirectoryChanged => self.hub.directory_changed(),
            Effect::ViewChanged { view, action, id } => self.hub.view_changed(view, action, &id),
            Effect::RowChanged { view, action, id, saw } => {
                self.hub.row_changed(view, action, &id, saw);
            }
        }
    }
}

impl Unit {
    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn db(&mut self) -> &mut Conn {
        self.turn.db()
    }

    /// Adds what is to happen after the commit, in this order.
    pub fn then(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Stores everything, then lets the effects happen; both also if the caller is gone by then.
    ///
    /// # Errors
    /// Unavailable, where it could not be stored.
    pub async fn commit(self) -> Result<()> {
        let Self { turn, effects, app } = self;
        turn.commit(move || effects.into_iter().for_each(|effect| app.apply(effect))).await
    }

    /// Stores nothing and returns what would have happened.
    pub async fn dry_run(self) -> Result<Vec<Effect>> {
        self.turn.roll_back().await;
        Ok(self.effects)
    }
}
