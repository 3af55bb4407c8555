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
use crate::error::{Error, Result};
use crate::http::auth::CurrentUser;
use crate::http::in_room::AtRoom;
use crate::hub::Topic;
use crate::hub::audience::Client;
use crate::hub::outbox::{Close, Event, Frame};
use crate::hub::protocol::{Asked, EventFrame, Told};
use crate::hub::typing::Typing;
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
        let hello = Told::Hello { user: self.client.user_id, login: self.client.login_id };
        write(socket, [hello.encode()]).await?;
        let client = self.client.clone();
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
        match LoginSession::is_valid(&mut db, self.user.login_id).await? {
            true => Ok(()),
            false => Err(End::Close(Close::SIGNED_OUT)),
        }
    }

    /// Writes everything that waited, with one flush.
    async fn deliver(
        &mut self,
        socket: &mut WebSocket,
        frames: VecDeque<Frame>,
    ) -> Result<(), End> {
        let mut texts = Vec::with_capacity(frames.len());
        for frame in frames {
            match frame {
                Frame::Note(text) => texts.push(text),
                Frame::Left(room) => texts.extend(self.forget(room)),
                Frame::Event(event) if !self.expects(&event) => {}
                Frame::Event(event) if event.access && !self.may_follow(event.room).await? => {
                    texts.extend(self.forget(event.room));
                }
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
            Asked::Resume { room, after } => self.resume(socket, room, after).await,
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
        let seq = self.cursors[&room];
        write(socket, [Told::Resumed { room, seq }.encode()]).await
    }

    async fn enter(&self, room: i64) -> Result<i64> {
        self.app.hub.enter(room, &self.client).await?;
        self.head(room).await
    }

    /// The number of a room's last event, for those who may follow it.
    async fn head(&self, room: i64) -> Result<i64> {
        Ok(AtRoom::of(&self.app, self.user.clone(), room).await?.room.last_seq)
    }

    /// Writes what the log has after the cursor, and moves the cursor to its end.
    async fn replay(&mut self, socket: &mut WebSocket, room: i64) -> Result<(), End> {
        while let Some(&cursor) = self.cursors.get(&room) {
            let mut db = self.app.read().await?;
            let Some(events) = RoomEvent::since(&mut db, room, cursor, PAGE).await? else {
                let seq = RoomEvent::head(&mut db, room).await?;
                drop(db);
                self.cursors.insert(room, seq);
                return write(socket, [Told::FullRefreshRequired { room, seq }.encode()]).await;
            };
            let frames = EventFrame::load(&mut db, &self.app.views, &events).await?;
            drop(db);
            let texts = frames.iter().map(|frame| frame.encode().map(|event| event.text));
            let texts = texts.collect::<Result<Vec<_>>>()?;
            counter!("hub_replayed_total").increment(texts.len() as u64);
            write(socket, texts).await?;
            let Some(last) = events.last() else { return Ok(()) };
            self.cursors.insert(room, last.seq);
        }
        Ok(())
    }

    async fn may_follow(&self, room: i64) -> Result<bool> {
        match self.head(room).await {
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

    async fn read(&self, room: i64, seq: i64) -> Result<(), End> {
        if self.cursors.contains_key(&room) {
            let mut unit = self.app.begin().await?;
            let user = self.client.user_id;
            Membership::read(unit.db(), room, user, seq).await?;
            unit.commit().await?;
        }
        Ok(())
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
