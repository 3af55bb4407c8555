//! Who may do what in which chat session: every change in one passes through here.
//!
//! Each of these can be found with a connection, for whoever only looks, and as a fact inside of a unit of work, for whoever
//! changes something.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::auth::{Admin, CurrentUser};
use crate::model::fact::Fact;
use crate::model::run::Run;
use crate::unit::Unit;

use crate::model::membership::Membership;

use crate::model::membership::Role;

use crate::model::message::Message;

use crate::model::chat_session::ChatSession;

use crate::model::chat_session::RoomKind;

use crate::model::user::User;

const OUTSIDE: &str = "Join the chat session first.";

/// Somebody who may know of the chat session: a member, or anybody where it is open.
#[derive(Debug)]
pub struct AtRoom {
    pub room: ChatSession,
    pub membership: Option<Membership>,
    pub user: User,
}

/// A member in their chat session.
#[derive(Debug)]
pub struct InRoom {
    pub room: ChatSession,
    pub membership: Membership,
    pub user: User,
}

/// A message in a chat session of the user.
#[derive(Debug)]
pub struct OfMessage {
    pub message: Message,
    pub at: InRoom,
}

/// A run in a chat session of the user.
#[derive(Debug)]
pub struct OfRun {
    pub run: Run,
    pub at: InRoom,
}

/// An administrator.
#[derive(Debug)]
pub struct Administrator(pub User);

impl AtRoom {
    /// # Errors
    /// Not found, also for what exists but is closed to this user.
    pub async fn find(db: &mut Conn, user: User, room_id: i64) -> Result<Self> {
        let room = ChatSession::find(db, room_id).await?;
        let membership = Membership::find(db, room_id, user.id).await?;
        // What is closed does not exist for others, and neither does what has been put away.
        let known = room.kind == RoomKind::Open && room.archived_at.is_none();
        match known || membership.is_some() {
            true => Ok(Self { room, membership, user }),
            false => Err(Error::NotFound),
        }
    }

    /// # Errors
    /// As above; unauthorized where the sign-in has ended.
    pub async fn fact(unit: &mut Unit, by: &CurrentUser, room_id: i64) -> Result<Fact<Self>> {
        let user = by.now(unit.db()).await?;
        let at = Self::find(unit.db(), user, room_id).await?;
        Ok(Fact::new(unit, at))
    }
}

impl InRoom {
    /// # Errors
    /// Not found as above; forbidden for somebody who only looks in.
    pub async fn find(db: &mut Conn, user: User, room_id: i64) -> Result<Self> {
        Self::of(AtRoom::find(db, user, room_id).await?)
    }

    /// # Errors
    /// As above; unauthorized where the sign-in has ended.
    pub async fn fact(unit: &mut Unit, by: &CurrentUser, room_id: i64) -> Result<Fact<Self>> {
        let user = by.now(unit.db()).await?;
        let member = Self::find(unit.db(), user, room_id).await?;
        Ok(Fact::new(unit, member))
    }

    /// The same for somebody whose own unit of work this is, as when demo data are made.
    pub async fn of_user(unit: &mut Unit, user: &Fact<User>, room_id: i64) -> Result<Fact<Self>> {
        let user = User::clone(user);
        let member = Self::find(unit.db(), user, room_id).await?;
        Ok(Fact::new(unit, member))
    }

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

impl OfMessage {
    /// # Errors
    /// Not found, also for what is closed to this user; forbidden for somebody who only looks in.
    pub async fn find(db: &mut Conn, user: User, message_id: i64) -> Result<Self> {
        let message = Message::find(db, message_id).await?;
        let at = InRoom::find(db, user, message.room_id).await?;
        Ok(Self { message, at })
    }

    /// # Errors
    /// As above; unauthorized where the sign-in has ended.
    pub async fn fact(unit: &mut Unit, by: &CurrentUser, message_id: i64) -> Result<Fact<Self>> {
        let user = by.now(unit.db()).await?;
        let of = Self::find(unit.db(), user, message_id).await?;
        Ok(Fact::new(unit, of))
    }

    /// The same for somebody whose own unit of work this is.
    pub async fn of_user(
        unit: &mut Unit,
        user: &Fact<User>,
        message_id: i64,
    ) -> Result<Fact<Self>> {
        let user = User::clone(user);
        let of = Self::find(unit.db(), user, message_id).await?;
        Ok(Fact::new(unit, of))
    }

    pub fn is_own(&self) -> bool {
        self.message.user_id == Some(self.at.user.id)
    }

    /// Refuses what is about a text that is gone.
    pub fn must_be_there(&self) -> Result<()> {
        match self.message.deleted_at {
            None => Ok(()),
            Some(_) => Err(Error::Conflict("It is deleted.".into())),
        }
    }
}

impl OfRun {
    /// # Errors
    /// Not found: runs belong to members, and to everybody else they do not exist, wherever they are.
    pub async fn find(db: &mut Conn, user: User, run_id: i64) -> Result<Self> {
        let run = Run::find(db, run_id).await?;
        let at = InRoom::find(db, user, run.room_id).await;
        Ok(Self { run, at: at.map_err(|_| Error::NotFound)? })
    }

    /// # Errors
    /// As above; unauthorized where the sign-in has ended.
    pub async fn fact(unit: &mut Unit, by: &CurrentUser, run_id: i64) -> Result<Fact<Self>> {
        let user = by.now(unit.db()).await?;
        let of = Self::find(unit.db(), user, run_id).await?;
        Ok(Fact::new(unit, of))
    }
}

impl Administrator {
    /// # Errors
    /// Not found for everybody else; unauthorized where the sign-in has ended.
    pub async fn fact(unit: &mut Unit, Admin(by): &Admin) -> Result<Fact<Self>> {
        let user = by.now(unit.db()).await?;
        match user.is_admin() {
            true => Ok(Fact::new(unit, Self(user))),
            false => Err(Error::NotFound),
        }
    }
}

impl User {
    /// Somebody who acts: signed in still, and not locked out.
    ///
    /// # Errors
    /// Unauthorized.
    pub async fn acting(unit: &mut Unit, by: &CurrentUser) -> Result<Fact<Self>> {
        let user = by.now(unit.db()).await?;
        Ok(Fact::new(unit, user))
    }
}
