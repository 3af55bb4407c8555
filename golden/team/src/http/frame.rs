//! What stands around every page of somebody who is signed in.

use crate::db::Conn;
use crate::error::Result;
use crate::http::auth::CurrentUser;
use crate::model::joined::Joined;
use crate::views::{Page, RoomLink, Viewer};

/// How many rooms the sidebar shows; the list has them all.
const SIDEBAR: i64 = 50;

/// The viewer, and their rooms beside the page.
pub async fn frame(db: &mut Conn, viewer: &CurrentUser) -> Result<Page> {
    let user = &viewer.user;
    let rooms = rooms(db, viewer).await?;
    let viewer = Viewer {
        id: user.id,
        name: user.name.clone(),
        email: user.email.clone(),
        role: user.role.clone(),
    };
    Ok(Page { viewer: Some(viewer), rooms, flash: None })
}

/// The rooms in the sidebar.
pub async fn rooms(db: &mut Conn, viewer: &CurrentUser) -> Result<Vec<RoomLink>> {
    let rooms = Joined::page(db, viewer.user.id, false, None, SIDEBAR).await?;
    Ok(rooms.into_iter().map(RoomLink::from).collect())
}

impl From<Joined> for RoomLink {
    fn from(joined: Joined) -> Self {
        Self {
            id: joined.room.id,
            name: joined.title,
            kind: joined.room.kind,
            unread: joined.unread,
            seq: joined.room.last_seq,
        }
    }
}
