//! What the sockets of one room hear: one task reads each change from the log, once for all of them.
//!
//! Whoever changes the room only says that there is news. So changes are told in the log's order whatever order the news
//! come in, a burst of them is one read, and a room that nobody watches costs nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use metrics::counter;
use tokio::sync::{Notify, OnceCell};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, info_span};

use super::audience::Audience;
use super::outbox::Frame;
use super::protocol::EventFrame;
use crate::db::Db;
use crate::error::Result;
use crate::model::room_event::RoomEvent;
use crate::views::Views;

/// Events read at once: a good deal less than a socket's queue holds.
const PAGE: i64 = 64;

/// Notes that wait for the events before them, at most.
const NOTES: usize = 1024;

pub struct Feed {
    room: i64,
    db: Db,
    views: Views,
    pub audience: Audience,
    pending: Mutex<Pending>,
    wake: Notify,
    started: OnceCell<()>,
    stop: CancellationToken,
}

#[derive(Default)]
struct Pending {
    news: bool,
    notes: Vec<Utf8Bytes>,
}

impl Feed {
    pub fn new(room: i64, db: Db, views: Views) -> Arc<Self> {
        Arc::new(Self {
            room,
            db,
            views,
            audience: Audience::default(),
            pending: Mutex::default(),
            wake: Notify::new(),
            started: OnceCell::new(),
            stop: CancellationToken::new(),
        })
    }

    /// Returns once everything that follows in the log will be told. A socket waits for it before it reads the log for
    /// itself, so that nothing falls between the two.
    pub async fn start(self: Arc<Self>) -> Result<()> {
        let start = async || {
            let head = RoomEvent::head(&mut *self.db.read.acquire().await?, self.room).await?;
            let span = info_span!("feed", room = self.room);
            tokio::spawn(self.clone().run(head).instrument(span));
            Ok(())
        };
        self.started.get_or_try_init(start).await.copied()
    }

    /// There is something new in the log.
    pub fn news(&self) {
        self.lock().news = true;
        self.wake.notify_one();
    }

    /// Tells what is not in the log, after the events that came before it.
    pub fn note(&self, text: Utf8Bytes) {
        let mut pending = self.lock();
        if pending.notes.len() >= NOTES {
            return counter!("hub_dropped_total", "class" => "note").increment(1);
        }
        pending.notes.push(text);
        drop(pending);
        self.wake.notify_one();
    }

    pub fn close(&self) {
        self.stop.cancel();
    }

    async fn run(self: Arc<Self>, head: i64) {
        self.stop.run_until_cancelled(self.tell(head)).await;
    }

    async fn tell(&self, mut told: i64) {
        loop {
            self.wake.notified().await;
            let pending = std::mem::take(&mut *self.lock());
            if pending.news
                && let Err(error) = self.tell_events(&mut told).await
            {
                tracing::error!(%error, "reading the event log");
                tokio::time::sleep(Duration::from_millis(200)).await;
                self.news();
            }
            for text in pending.notes {
                self.audience.send(&[Frame::Note { room: Some(self.room), text }]);
            }
        }
    }

    /// Tells everything after an event, and moves on to the last one.
    async fn tell_events(&self, told: &mut i64) -> Result<()> {
        loop {
            let mut db = self.db.snapshot().await?;
            let events = RoomEvent::after(&mut db, self.room, *told, PAGE).await?;
            let frames = EventFrame::load(&mut db, &self.views, &events).await?;
            drop(db);
            let encoded = frames.iter().map(|frame| frame.encode().map(Frame::Event));
            // At once, so that whoever lost the room with one of them is told none of those before it as they are by now.
            self.audience.send(&encoded.collect::<Result<Vec<_>>>()?);
            *told = frames.last().map_or(*told, |frame| frame.seq);
            if (events.len() as i64) < PAGE {
                return Ok(());
            }
            // Lets the sockets write before their queues are filled further.
            tokio::task::yield_now().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
