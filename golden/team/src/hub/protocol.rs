//! What goes over a socket: JSON in text frames, each with a `type`.

use std::collections::HashMap;

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::outbox::Event;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::room_event::{Kind, RoomEvent};
use crate::views::Views;
use crate::views::room::MessagePartial;

use crate::model::message::MessageItem;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Asked {
    /// Follow a room from an event on; without one, from now on. The number is one of `epoch`, which `hello` names; without
    /// it, of the present one.
    Resume { room: i64, after: Option<i64>, epoch: Option<String> },
    /// Follow it no longer.
    Leave { room: i64 },
    /// Everything up to an event has been seen.
    Read { room: i64, seq: i64 },
    /// The user began to type, or ceased to.
    Typing { room: i64, on: bool },
    /// Be told when the list of all rooms changes, or no longer.
    Directory { on: bool },
    /// Follow a list.
    Watch { view: String },
    /// Follow it no longer.
    Unwatch { view: String },
    /// Say something.
    Ping,
}

/// What the server says, beside events.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Told<'a> {
    /// The socket is open. Where `epoch` is not the one that was heard before, the database is another: numbers of events
    /// from before mean nothing.
    Hello { user: i64, login: i64, epoch: &'a str },
    /// Everything that was missed has been told.
    Resumed { room: i64, seq: i64 },
    /// What was missed is not kept any more.
    FullRefreshRequired { room: i64, seq: i64 },
    /// The room is no longer the user's to follow.
    Left { room: i64 },
    /// The user's own rooms are not as they were.
    Rooms,
    /// The list of all rooms is not as it was.
    Directory,
    /// Somebody began to type, or ceased to.
    Typing { room: i64, user: i64, name: &'a str, on: bool },
    /// Everybody who is in a room, or looks at a list.
    Presence { room: Option<i64>, view: Option<&'a str>, users: &'a [Present] },
    /// A row of a list changed.
    View { view: &'a str, action: &'a str, id: &'a Value },
    /// `not_found`, `bad_request` or `rate_limited`.
    Error { code: &'a str, message: &'a str },
    /// The answer to a ping.
    Pong,
}

#[derive(Debug, Serialize)]
pub struct Present {
    pub id: i64,
    pub name: String,
}

impl Told<'_> {
    pub fn encode(&self) -> Utf8Bytes {
        serde_json::to_string(self).expect("names and numbers are JSON").into()
    }
}

/// A change in a room, with what it is about as that is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventFrame {
    /// `event`.
    #[serde(rename = "type")]
    pub type_: &'static str,
    pub room: i64,
    pub seq: i64,
    /// `message.created`, `room.changed`, … A client passes over those that it does not know.
    #[schema(value_type = String)]
    pub kind: Kind,
    pub message: Option<MessageItem>,
    /// The message as the page shows it.
    pub html: Option<String>,
    pub detail: Option<Value>,
}

impl EventFrame {
    /// Puts to each event the message that it is about.
    pub async fn load(db: &mut Conn, views: &Views, events: &[RoomEvent]) -> Result<Vec<Self>> {
        let ids: Vec<i64> = events.iter().filter_map(|event| event.message_id).collect();
        let mut shown = HashMap::new();
        for message in MessageItem::load(db, &ids).await? {
            let partial = MessagePartial { message };
            let html = views.fragment(&partial)?;
            shown.insert(partial.message.message.id, (partial.message, html));
        }
        let frame = |event: &RoomEvent| {
            let shown = event.message_id.and_then(|id| shown.get(&id).cloned());
            let (message, html) = shown.unzip();
            Self {
                type_: "event",
                room: event.room_id,
                seq: event.seq,
                kind: event.kind.clone(),
                message,
                html,
                detail: event.detail.as_ref().map(|detail| detail.0.clone()),
            }
        };
        Ok(events.iter().map(frame).collect())
    }

    /// The frame as it is sent to everybody.
    pub fn encode(&self) -> Result<Event> {
        let text = serde_json::to_string(self).map_err(Error::internal)?.into();
        let access = self.kind == Kind::RoomChanged;
        Ok(Event { room: self.room, seq: self.seq, text, access })
    }
}
