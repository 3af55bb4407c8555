//! The pages of a channel, and its messages.

use serde::Serialize;

use crate::model::directory::Listed;
use crate::model::search::Hit;

use crate::model::participation::{Member, Role};

use crate::model::post::MessageItem;

use crate::model::channel::Channel;

use crate::model::channel::RoomKind;

/// The first page after registering, when there is nothing to open yet.
#[derive(Debug, Serialize)]
pub struct WelcomePage {
    #[serde(flatten)]
    pub page: super::Page,
}

/// Every channel that the viewer may see.
#[derive(Debug, Serialize)]
pub struct RoomsPage {
    #[serde(flatten)]
    pub page: super::Page,
    pub items: Vec<Listed>,
    /// Query string of the following page: `before=17`.
    pub next: Option<String>,
}

/// Posts to `/channels`; comes back with its problems.
#[derive(Debug, Serialize)]
pub struct RoomNewPage {
    #[serde(flatten)]
    pub page: super::Page,
    pub name: String,
    /// `open` or `closed`.
    pub kind: RoomKind,
    pub problems: crate::error::Problems,
}

/// a channel itself.
#[derive(Debug, Serialize)]
pub struct RoomPage {
    #[serde(flatten)]
    pub page: super::Page,
    pub room: Channel,
    /// The viewer's role in it (`owner`, `member`); `None` while only looking in.
    pub role: Option<Role>,
    pub members: Vec<Member>,
    /// In order of their ids.
    pub messages: Vec<MessageItem>,
    /// Whether there are older messages than the first one here.
    pub older: bool,
    /// Whether there are newer messages than the last one here (a permalink's page).
    pub newer: bool,
    /// The number up to which the viewer has read.
    pub read_seq: i64,
    /// The message that a permalink is about.
    pub target: Option<i64>,
}

/// What of its page may change while somebody looks at it.
#[derive(Debug, Serialize)]
pub struct RoomPartial {
    pub room: Channel,
    pub role: Option<Role>,
    pub members: Vec<Member>,
}

/// The viewer's own, as the sidebar shows them.
#[derive(Debug, Serialize)]
pub struct RoomsPartial {
    pub rooms: Vec<super::RoomLink>,
}

/// Name, kind, members and archiving; its forms use the JSON API (`/api/channels/{room_id}`, `…/members`).
#[derive(Debug, Serialize)]
pub struct RoomSettingsPage {
    #[serde(flatten)]
    pub page: super::Page,
    pub room: Channel,
    /// What the schema adds to it.
    pub about: crate::input::Texts,
    /// Only an owner may change things.
    pub role: Role,
    pub members: Vec<Member>,
}

/// A page of older or newer messages, added to those already shown.
#[derive(Debug, Serialize)]
pub struct HistoryPartial {
    pub messages: Vec<MessageItem>,
    pub older: bool,
    pub newer: bool,
}

/// One message; the same for everybody who sees it, so that it is rendered once and sent to all.
#[derive(Debug, Serialize)]
pub struct MessagePartial {
    pub message: MessageItem,
}

/// Messages that match, the newest first.
#[derive(Debug, Default, Serialize)]
pub struct SearchPage {
    #[serde(flatten)]
    pub page: super::Page,
    pub q: String,
    pub hits: Vec<Hit>,
    /// Query string of the following page: `q=tea&before=20`.
    pub next: Option<String>,
}
