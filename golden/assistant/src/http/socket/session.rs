//! A conversation over one socket: what the client asks for, and what it is told.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::SinkExt;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use metrics::counter;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::auth::CurrentUser;
use crate::hub::Topic;
use crate::hub::audience::Client;
use crate::hub::outbox::{Close, Event, Frame};
use crate::hub::protocol::{Asked, EventFrame, Told};
use crate::hub::typing::Typing;
use crate::model::access::{AtRoom, InRoom};
use crate::model::room_event::RoomEvent;

use crate::model::login_session::LoginSession;

use crate::model::membership::Membership;

/// How often the server makes itself heard, and how long it waits to hear something.
const BEAT: Duration = Duration::from_secs(25);
const SILENCE: Duration = Duration::from_secs(60);

/// How long a write may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Frames that a client may send: many at once when it follows all its rooms, then so many in a second.
const BURST: NonZeroU32 = NonZeroU32::new(300).unwrap();
const STEADY: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// Frames beyond that are refused, and after so many of them the socket is closed.
const REFUSALS: u32 = 300;

/// Rooms that one socket may follow.
const ROOMS: usize = 250;

/// Events read from the log at once.
const PAGE: i64 = 100;

const NO_ROOM: &str = "There is no such room, or it is not yours to see.";

pub struct Session {
    app: App,
    user: CurrentUser,
    pub client: Arc<Client>,
    /// Room → number of the last event that was written.
    cursors: HashMap<i64, i64>,
    quota: DefaultDirectRateLimiter,
    refused: u32,
    typing: Typing,
}

/// What a room's log has for somebody.
enum Page {
    Events(Vec<Utf8Bytes>),
    /// What follows is not kept any more; the number of the last event.
    Trimmed(i64),
    /// It is not theirs to follow.
    Closed,
}

/// Why a conversation is over.
enum End {
    /// Nobody is there any more.
    Gone,
    Close(Close),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "socket");
        Self::Close(Close::INTERNAL)
    }
}

impl Session {
    pub fn new(app: App, user: CurrentUser) -> Self {
        let client = app.hub.connect(user.user.id, user.user.name.clone(), user.login_id);
        Self {
            app,
            user,
            client,
            cursors: HashMap::new(),
            quota: RateLimiter::direct(Quota::per_second(STEADY).allow_burst(BURST)),
            refused: 0,
            typing: Typing::default(),
        }
    }

    /// Talks until one side has had enough. Returns how to close the socket, if there still is one.
    pub async fn run(&mut self, socket: &mut WebSocket) -> Option<Close> {
        match self.converse(socket).await {
            Ok(()) | Err(End::Gone) => None,
            Err(End::Close(close)) => Some(close),
        }
    }

    async fn converse(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        // The user may have been signed out while the socket was set up.
        self.must_be_signed_in().await?;
        let client = self.client.clone();
        let (user, login, epoch) = (client.user_id, client.login_id, self.app.db.epoch());
        write(socket, [Told::Hello { user, login, epoch }.encode()]).await?;
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        let mut heard = Instant::now();
        loop {
            tokio::select! {
                frames = client.outbox.take() => self.deliver(socket, frames).await?,
                message = socket.recv() => {
                    heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => self.hear(socket, &text).await?,
                        Some(Ok(Message::Binary(_))) => self.hear(socket, "").await?,
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                    }
                }
                _ = beat.tick() => {
                    if heard.elapsed() > SILENCE {
                        return Err(End::Close(Close::IDLE));
                    }
                    self.must_be_signed_in().await?;
                    send(socket, [Message::Ping(Vec::new().into())]).await?;
                }
            }
        }
    }

    /// A sign-in also ends by time, which nobody tells.
    async fn must_be_signed_in(&self) -> Result<(), End> {
        let mut db = self.app.read().await?;
        match LoginSession::person(&mut db, self.user.login_id).await? {
            Some(_) => Ok(()),
            None => Err(End::Close(Close::SIGNED_OUT)),
        }
    }

    /// Writes everything that waited, with one flush.
    async fn deliver(
        &mut self,
        socket: &mut WebSocket,
        frames: VecDeque<Frame>,
    ) -> Result<(), End> {
        let mut texts = self.check_access(&frames).await?;
        for frame in frames {
            match frame {
                Frame::Note { room, .. } if !self.follows(room) => {}
                Frame::Note { text, .. } => texts.push(text),
                Frame::Left(room) => texts.extend(self.forget(room)),
                Frame::Changed(list) => texts.push(list.told().encode()),
                Frame::Event(event) if !self.expects(&event) => {}
                Frame::Event(event) if self.follows_on(&event) => texts.push(event.text),
                Frame::Event(event) => {
                    write(socket, std::mem::take(&mut texts)).await?;
                    self.replay(socket, event.room).await?;
                }
            }
        }
        counter!("hub_delivered_total").increment(texts.len() as u64);
        write(socket, texts).await
    }

    /// Leaves the rooms that one of these events may have taken from the user, before anything of them is written: an event
    /// tells a message as it is now, also if it was changed when the user was no longer to see it.
    async fn check_access(&mut self, frames: &VecDeque<Frame>) -> Result<Vec<Utf8Bytes>, End> {
        let mut texts = Vec::new();
        for frame in frames {
            if let Frame::Event(event) = frame
                && event.access
                && self.expects(event)
                && !self.may_follow(event.room).await?
            {
                texts.extend(self.forget(event.room));
            }
        }
        Ok(texts)
    }

    /// Whether a note is for this socket still.
    fn follows(&self, room: Option<i64>) -> bool {
        room.is_none_or(|room| self.cursors.contains_key(&room))
    }

    /// Whether an event is of a room that is followed, and was not read from the log already.
    fn expects(&self, event: &Event) -> bool {
        self.cursors.get(&event.room).is_some_and(|&cursor| event.seq > cursor)
    }

    /// Moves the cursor to an event if that is the next one.
    fn follows_on(&mut self, event: &Event) -> bool {
        let cursor = self.cursors.get_mut(&event.room).filter(|cursor| **cursor + 1 == event.seq);
        cursor.map(|cursor| *cursor = event.seq).is_some()
    }

    async fn hear(&mut self, socket: &mut WebSocket, text: &str) -> Result<(), End> {
        if self.quota.check().is_err() {
            self.refused += 1;
            if self.refused > REFUSALS {
                return Err(End::Close(Close::FLOOD));
            }
            return refuse(socket, "rate_limited", "Slow down.").await;
        }
        let Ok(asked) = serde_json::from_str(text) else {
            return refuse(socket, "bad_request", "That is not a frame of this protocol.").await;
        };
        match asked {
            Asked::Resume { room, after, epoch } => {
                let known = epoch.is_none_or(|epoch| epoch == self.app.db.epoch());
                // No log has this number: all has to be read again.
                self.resume(socket, room, if known { after } else { after.and(Some(-1)) }).await
            }
            Asked::Leave { room } => {
                self.forget(room);
                Ok(())
            }
            Asked::Read { room, seq } => self.read(room, seq).await,
            Asked::Typing { room, on } => {
                if self.cursors.contains_key(&room) {
                    self.typing.set(&self.app.hub, &self.client, room, on);
                }
                Ok(())
            }
            Asked::Directory { on } => {
                self.app.hub.browse(&self.client, on);
                Ok(())
            }
            Asked::Watch { view } => match self.app.hub.watch(&view, &self.client) {
                true => Ok(()),
                false => refuse(socket, "not_found", "There is no such list.").await,
            },
            Asked::Unwatch { view } => {
                self.app.hub.unwatch(&view, &self.client);
                Ok(())
            }
            Asked::Ping => write(socket, [Told::Pong.encode()]).await,
        }
    }

    /// Follows a room: first the audience, then the right to be in it, then the log.
    async fn resume(
        &mut self,
        socket: &mut WebSocket,
        room: i64,
        after: Option<i64>,
    ) -> Result<(), End> {
        if self.cursors.len() >= ROOMS && !self.cursors.contains_key(&room) {
            return refuse(socket, "bad_request", "That is one room too many.").await;
        }
        // From here on the room is left with the socket, whatever happens.
        self.cursors.entry(room).or_insert(i64::MAX);
        self.client.outbox.forget_left(room);
        let head = match self.enter(room).await {
            Ok(head) => head,
            Err(Error::NotFound) => {
                self.forget(room);
                return refuse(socket, "not_found", NO_ROOM).await;
            }
            Err(error) => return Err(error.into()),
        };
        self.app.hub.arrive(Topic::Room(room), &self.client);
        self.cursors.insert(room, after.unwrap_or(head));
        self.replay(socket, room).await?;
        match self.cursors.get(&room) {
            Some(&seq) => write(socket, [Told::Resumed { room, seq }.encode()]).await,
            None => Ok(()),
        }
    }

    async fn enter(&self, room: i64) -> Result<i64> {
        self.app.hub.enter(room, &self.client).await?;
        self.head(&mut *self.app.read().await?, room).await
    }

    /// The number of a room's last event, for those who may follow it.
    async fn head(&self, db: &mut Conn, room: i64) -> Result<i64> {
        Ok(AtRoom::find(db, self.user.user.clone(), room).await?.room.last_seq)
    }

    /// Writes what the log has after the cursor, and moves the cursor to its end; or leaves the room, where it is no longer
    /// the user's to follow. Somebody who reads slowly is a long time at it, so each page asks anew.
    async fn replay(&mut self, socket: &mut WebSocket, room: i64) -> Result<(), End> {
        while let Some(&cursor) = self.cursors.get(&room) {
            match self.page(room, cursor).await? {
                Page::Closed => {
                    let left = self.forget(room);
                    return write(socket, left).await;
                }
                Page::Trimmed(seq) => {
                    self.cursors.insert(room, seq);
                    return write(socket, [Told::FullRefreshRequired { room, seq }.encode()]).await;
                }
                Page::Events(texts) if texts.is_empty() => return Ok(()),
                Page::Events(texts) => {
                    counter!("hub_replayed_total").increment(texts.len() as u64);
                    self.cursors.insert(room, cursor + texts.len() as i64);
                    write(socket, texts).await?;
                }
            }
        }
        Ok(())
    }

    /// What follows a cursor, and whether it is to be told, of one moment.
    async fn page(&self, room: i64, cursor: i64) -> Result<Page> {
        // Whoever was sent away may come back as a visitor, but has to ask for it.
        if self.client.outbox.has_left(room) {
            return Ok(Page::Closed);
        }
        let mut db = self.app.db.snapshot().await?;
        let head = match self.head(&mut db, room).await {
            Ok(head) => head,
            Err(Error::NotFound) => return Ok(Page::Closed),
            Err(error) => return Err(error),
        };
        let Some(events) = RoomEvent::since(&mut db, room, cursor, PAGE).await? else {
            return Ok(Page::Trimmed(head));
        };
        let frames = EventFrame::load(&mut db, &self.app.views, &events).await?;
        let texts = frames.iter().map(|frame| frame.encode().map(|event| event.text));
        Ok(Page::Events(texts.collect::<Result<_>>()?))
    }

    async fn may_follow(&self, room: i64) -> Result<bool> {
        match self.head(&mut *self.app.read().await?, room).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Follows a room no longer; returns what to tell the client if it did.
    fn forget(&mut self, room: i64) -> Option<Utf8Bytes> {
        self.typing.set(&self.app.hub, &self.client, room, false);
        self.app.hub.leave(room, &self.client);
        self.cursors.remove(&room).map(|_| Told::Left { room }.encode())
    }

    /// Keeps how far a member has read. For somebody who only looks in, or is gone by now, there is nothing to keep.
    async fn read(&self, room: i64, seq: i64) -> Result<(), End> {
        if !self.cursors.contains_key(&room) {
            return Ok(());
        }
        let mut unit = self.app.begin().await?;
        match InRoom::fact(&mut unit, &self.user, room).await {
            Ok(member) => Membership::read(&mut unit, &member, seq).await?,
            Err(Error::Unauthorized | Error::Forbidden(_) | Error::NotFound) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        Ok(unit.commit().await?)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.typing.end(&self.app.hub, &self.client);
        for &room in self.cursors.keys() {
            self.app.hub.leave(room, &self.client);
        }
        self.app.hub.disconnect(&self.client);
    }
}

async fn refuse(socket: &mut WebSocket, code: &str, message: &str) -> Result<(), End> {
    write(socket, [Told::Error { code, message }.encode()]).await
}

async fn write(
    socket: &mut WebSocket,
    texts: impl IntoIterator<Item = Utf8Bytes>,
) -> Result<(), End> {
    send(socket, texts.into_iter().map(Message::Text)).await
}

/// Writes messages with one flush, unless the client does not take them.
async fn send(
    socket: &mut WebSocket,
    messages: impl IntoIterator<Item = Message>,
) -> Result<(), End> {
    let sent = async {
        for message in messages {
            socket.feed(message).await?;
        }
        socket.flush().await
    };
    match timeout(PATIENCE, sent).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err::<(), axum::Error>(_)) => Err(End::Gone),
        Err(_) => Err(End::Close(Close::TOO_SLOW)),
    }
}
