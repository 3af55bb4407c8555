//! What waits to be written to one socket: never more than it may hold, whoever does not read.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use metrics::counter;
use tokio::sync::Notify;

use super::lists::List;

/// How many frames wait at most. From half of it on, what is only of the moment is no longer taken in.
pub const CAPACITY: usize = 256;

/// Something to be written.
#[derive(Debug, Clone)]
pub enum Frame {
    Event(Event),
    /// What is not stored, and may be lost: typing, presence, a piece of a reply. If it is of a room, it is for those who
    /// follow that.
    Note {
        room: Option<i64>,
        text: Utf8Bytes,
    },
    /// The room is no longer the user's to follow.
    Left(i64),
    /// A list is to be read again.
    Changed(List),
}

/// A change in a room, encoded once for everybody.
#[derive(Debug, Clone)]
pub struct Event {
    pub room: i64,
    pub seq: i64,
    pub text: Utf8Bytes,
    /// Whether it may have changed who may follow the room.
    pub access: bool,
}

/// Why the server closes a socket: the code tells the client when to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close {
    pub code: u16,
    pub reason: &'static str,
}

impl Close {
    /// Nothing was heard for too long.
    pub const IDLE: Self = Self { code: 1001, reason: "idle" };
    /// The client talks too much.
    pub const FLOOD: Self = Self { code: 1008, reason: "too many frames" };
    /// Something went wrong on our side.
    pub const INTERNAL: Self = Self { code: 1011, reason: "internal error" };
    /// The server stops; come back a little later.
    pub const RESTART: Self = Self { code: 1012, reason: "restart" };
    /// Do not come back without signing in.
    pub const SIGNED_OUT: Self = Self { code: 4001, reason: "signed out" };
    /// Too much was waiting; come back at once and read it from the log.
    pub const TOO_SLOW: Self = Self { code: 4008, reason: "too slow" };
}

/// The queue of one socket: many put in, and the socket's task takes out.
#[derive(Debug, Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    filled: Notify,
    ended: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Frame>,
    end: Option<Close>,
}

impl Outbox {
    /// Adds a frame, or drops it, or gives the socket up; never waits.
    pub fn push(&self, frame: Frame) {
        self.extend([frame]);
    }

    /// Adds frames that are taken together.
    pub fn extend(&self, frames: impl IntoIterator<Item = Frame>) {
        let mut queue = self.lock();
        if queue.end.is_some() {
            return;
        }
        for frame in frames {
            if !queue.add(frame) {
                drop(queue);
                return self.close(Close::TOO_SLOW);
            }
        }
        drop(queue);
        self.filled.notify_one();
    }

    /// Whether it waits to be said that a room is no longer the user's to follow.
    pub fn has_left(&self, room: i64) -> bool {
        self.lock().frames.iter().any(|frame| frame.is_left(room))
    }

    /// Forgets what was to be said of a room that was left before; it is entered again.
    pub fn forget_left(&self, room: i64) {
        self.lock().frames.retain(|frame| !frame.is_left(room));
    }

    /// Has the socket closed, without what still waits. The first reason counts.
    pub fn close(&self, close: Close) {
        let mut queue = self.lock();
        queue.frames.clear();
        queue.end.get_or_insert(close);
        drop(queue);
        self.ended.notify_one();
    }

    /// Everything that waits, once there is something.
    pub async fn take(&self) -> VecDeque<Frame> {
        loop {
            let frames = std::mem::take(&mut self.lock().frames);
            if !frames.is_empty() {
                return frames;
            }
            self.filled.notified().await;
        }
    }

    /// Returns once the socket is to be closed.
    pub async fn closed(&self) -> Close {
        loop {
            let end = self.lock().end;
            if let Some(close) = end {
                return close;
            }
            self.ended.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Adds a frame or drops it; `false` where there is no room for what must not be lost.
    fn add(&mut self, frame: Frame) -> bool {
        if let Frame::Changed(list) = frame
            && self.frames.iter().any(|frame| frame.is_changed(list))
        {
            return true;
        }
        if frame.is_note() && self.frames.len() >= CAPACITY / 2 {
            dropped("note", 1);
            return true;
        }
        if self.frames.len() >= CAPACITY {
            let waiting = self.frames.len();
            self.frames.retain(|frame| !frame.is_note());
            dropped("note", waiting - self.frames.len());
        }
        if self.frames.len() >= CAPACITY {
            dropped("event", self.frames.len() + 1);
            return false;
        }
        self.frames.push_back(frame);
        true
    }
}

impl Frame {
    fn is_note(&self) -> bool {
        matches!(self, Self::Note { .. })
    }

    fn is_changed(&self, list: List) -> bool {
        matches!(self, Self::Changed(changed) if *changed == list)
    }

    fn is_left(&self, room: i64) -> bool {
        matches!(self, Self::Left(left) if *left == room)
    }
}

fn dropped(class: &'static str, frames: usize) {
    counter!("hub_dropped_total", "class" => class).increment(frames as u64);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Frame {
        Frame::Note { room: Some(1), text: Utf8Bytes::from_static("{}") }
    }

    fn event(seq: i64) -> Frame {
        let text = Utf8Bytes::from_static("{}");
        Frame::Event(Event { room: 1, seq, text, access: false })
    }

    fn seqs(outbox: &Outbox) -> Vec<i64> {
        let seq = |frame: &Frame| match frame {
            Frame::Event(event) => event.seq,
            Frame::Note { .. } | Frame::Left(_) | Frame::Changed(_) => 0,
        };
        outbox.lock().frames.iter().map(seq).collect()
    }

    #[test]
    fn notes_take_at_most_half() {
        let outbox = Outbox::default();
        (0..CAPACITY).for_each(|_| outbox.push(note()));
        assert_eq!(seqs(&outbox).len(), CAPACITY / 2);
    }

    #[test]
    fn notes_make_room_for_events() {
        let outbox = Outbox::default();
        (0..CAPACITY / 2).for_each(|_| outbox.push(note()));
        (1..=CAPACITY as i64).for_each(|seq| outbox.push(event(seq)));
        assert_eq!(seqs(&outbox), (1..=CAPACITY as i64).collect::<Vec<_>>());
        assert_eq!(outbox.lock().end, None);
    }

    #[test]
    fn a_list_changes_once_until_it_is_told() {
        let outbox = Outbox::default();
        for list in [List::Rooms, List::Directory, List::Rooms, List::Directory] {
            outbox.push(Frame::Changed(list));
        }
        assert_eq!(seqs(&outbox), [0, 0]);
    }

    #[tokio::test]
    async fn full_of_events_is_too_slow() {
        let outbox = Outbox::default();
        (0..=CAPACITY as i64).for_each(|seq| outbox.push(event(seq)));
        assert_eq!(outbox.closed().await, Close::TOO_SLOW);
        assert!(seqs(&outbox).is_empty(), "what waited is given up");
    }

    #[tokio::test]
    async fn the_first_reason_counts() {
        let outbox = Outbox::default();
        outbox.close(Close::SIGNED_OUT);
        outbox.close(Close::RESTART);
        outbox.push(event(1));
        assert_eq!(outbox.closed().await, Close::SIGNED_OUT);
        assert!(seqs(&outbox).is_empty());
    }
}
