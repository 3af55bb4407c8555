//! Following rooms over a socket.

use serde_json::{Value, json};

use super::{Person, Socket};

impl Person {
    /// A socket that hears what happens in a room from now on.
    pub async fn follow(&self, room: &str) -> Socket {
        let mut socket = self.socket().await;
        socket.ask(room, None).await;
        socket.until("resumed").await;
        socket
    }
}

impl Socket {
    /// Asks for what happened after an event, and for all that follows.
    pub async fn ask(&mut self, room: &str, after: Option<i64>) {
        self.send(json!({ "type": "resume", "room": room_id(room), "after": after })).await;
    }

    /// The events that were missed, from after `seen` on; those that follow are told as they happen.
    pub async fn resume(&mut self, room: &str, seen: i64) -> Vec<Value> {
        self.ask(room, Some(seen)).await;
        let mut events = Vec::new();
        loop {
            let frame = self.next().await;
            match frame["type"].as_str() {
                Some("event") => events.push(frame),
                Some("resumed") => return events,
                Some("full_refresh_required") => panic!("{frame}"),
                _ => {}
            }
        }
    }

    /// The next event and those after it, up to the one with this number.
    pub async fn events_to(&mut self, seq: i64) -> Vec<Value> {
        let mut events = Vec::new();
        loop {
            events.push(self.until("event").await);
            if events.last().is_some_and(|event| event["seq"].as_i64() >= Some(seq)) {
                return events;
            }
        }
    }

    /// All that is told before something that is asked now is answered.
    pub async fn frames_before_pong(&mut self) -> Vec<Value> {
        self.send(json!({ "type": "ping" })).await;
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await;
            if frame["type"] == "pong" {
                return frames;
            }
            frames.push(frame);
        }
    }
}

/// The id at the end of a room's path.
pub fn room_id(room: &str) -> i64 {
    room.rsplit('/').next().unwrap().parse().unwrap()
}

/// The numbers of events.
pub fn seqs(events: &[Value]) -> Vec<i64> {
    events.iter().map(|event| event["seq"].as_i64().unwrap()).collect()
}
