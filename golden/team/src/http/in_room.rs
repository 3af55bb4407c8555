//! Who may see which room: every route below one passes through here.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::auth::CurrentUser;

use crate::model::membership::Membership;

use crate::model::membership::Role;

use crate::model::room::Room;

use crate::model::room::RoomKind;

const OUTSIDE: &str = "Join the room first.";

/// A member in their room, which the path names as `room_id`.
pub struct InRoom {
    pub room: Room,
    pub membership: Membership,
    pub user: CurrentUser,
}

/// Somebody who may know of the room: a member, or anybody where it is open.
pub struct AtRoom {
    pub room: Room,
    pub membership: Option<Membership>,
    pub user: CurrentUser,
}

#[derive(Deserialize)]
struct RoomPath {
    room_id: i64,
}

impl InRoom {
    /// # Errors
    /// Forbidden for somebody who only looks in.
    pub fn of(at: AtRoom) -> Result<Self> {
        match at.membership {
            Some(membership) => Ok(Self { room: at.room, membership, user: at.user }),
            None => Err(Error::Forbidden(OUTSIDE)),
        }
    }

    /// Refuses everybody but owners.
    pub fn must_own(&self) -> Result<()> {
        match self.membership.role {
            Role::Owner => Ok(()),
            Role::Member => Err(Error::Forbidden("Only an owner may do this.")),
        }
    }
}

impl AtRoom {
    /// The same for a room that is known by another way than the path.
    ///
    /// # Errors
    /// Not found, also for what exists but is closed to this user.
    pub async fn of(app: &App, user: CurrentUser, room_id: i64) -> Result<Self> {
        let (mut db, me) = (app.read().await?, user.user.id);
        let room = Room::find(&mut db, room_id).await?;
        let membership = Membership::find(&mut db, room_id, me);
        let membership = membership.await?;
        // What is closed does not exist for others, and neither does what has been put away.
        let known = room.kind == RoomKind::Open && room.archived_at.is_none();
        match known || membership.is_some() {
            true => Ok(Self { room, membership, user }),
            false => Err(Error::NotFound),
        }
    }
}

impl FromRequestParts<App> for InRoom {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Self::of(AtRoom::from_request_parts(parts, app).await?)
    }
}

impl FromRequestParts<App> for AtRoom {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let user = CurrentUser::from_request_parts(parts, app).await?;
        let path = Path::<RoomPath>::from_request_parts(parts, app).await;
        let Path(RoomPath { room_id }) = path.map_err(|_| Error::NotFound)?;
        Self::of(app, user, room_id).await
    }
}
