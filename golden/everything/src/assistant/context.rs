//! On whose behalf the assistant acts.

use crate::app::App;
use crate::error::{Error, Result};
use crate::model::run::Run;

use crate::model::participation::Participation;

use crate::model::person::Person;

const GONE: &str = "Whoever asked for this may no longer do so.";

/// Who asked the assistant, and where. Its tools may do what this person may, and no more.
#[derive(Clone)]
pub struct Context {
    pub app: App,
    pub user_id: i64,
    pub room_id: i64,
}

impl Context {
    pub fn of(app: &App, run: &Run) -> Self {
        Self { app: app.clone(), user_id: run.user_id, room_id: run.room_id }
    }

    /// # Errors
    /// Forbidden, where this person was locked out, or is not in the channel any more.
    pub async fn check(&self) -> Result<()> {
        let mut db = self.app.read().await?;
        let user = Person::find(&mut db, self.user_id).await?;
        let membership = Participation::find(&mut db, self.room_id, self.user_id);
        match membership.await?.is_some() && user.banned_at.is_none() {
            true => Ok(()),
            false => Err(Error::Forbidden(GONE)),
        }
    }
}
