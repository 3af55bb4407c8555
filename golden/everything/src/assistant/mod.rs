//! The assistant: it answers messages in runs, which outlive the request, the page and the process that began them.

mod addressing;
mod command;
pub mod context;
mod dialogue;
mod draft;
mod echo;
mod ending;
mod failure;
mod life;
mod limit;
mod listening;
mod prompt;
mod provider;
mod remote;
mod rounds;
mod telling;
mod thinking;
pub mod tools;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::App;
use crate::config::assistant::AssistantConfig;
use crate::error::{Error, Result};
use crate::hub::Revocation;
use crate::model::access::{InRoom, OfRun};
use crate::model::fact::Fact;
use crate::model::run::Run;
use crate::model::run_status::{End, Status};
use crate::unit::{Effect, Unit};
use limit::Limit;
use provider::Provider;

/// How long whoever stops a run waits until it has stopped: it takes one write to the database.
const STOPPING: Duration = Duration::from_secs(5);

pub struct Assistant {
    provider: Option<Provider>,
    tasks: TaskTracker,
    /// The runs that this process works on.
    working: Mutex<HashMap<i64, (Run, Orders)>>,
    /// Cancelled when the server can't wait for replies any longer.
    interrupt: CancellationToken,
}

/// What a run listens to while it waits for its provider.
#[derive(Clone)]
struct Orders {
    stop: CancellationToken,
    interrupt: CancellationToken,
    /// Cancelled by the run itself, once it has ended.
    over: CancellationToken,
}

impl Assistant {
    pub fn new(config: &AssistantConfig) -> Self {
        Self {
            provider: Provider::new(config),
            tasks: TaskTracker::new(),
            working: Mutex::default(),
            interrupt: CancellationToken::new(),
        }
    }

    /// Whether a message says that it is meant for the assistant.
    pub fn is_addressed(text: &str) -> bool {
        addressing::is_addressed(text)
    }

    /// Has a message answered that was stored in this unit of work, where it is for the assistant to answer. Somebody who
    /// asks for too much is told so in the place of the reply: no limit of the assistant's takes a message from anybody.
    pub async fn answer(
        unit: &mut Unit,
        member: &Fact<InRoom>,
        prompt: i64,
        addressed: bool,
    ) -> Result<()> {
        if unit.app().assistant.provider.is_none()
            || !InRoom::is_answered(unit, member, prompt, addressed).await?
        {
            return Ok(());
        }
        match Limit::reached(unit, member.user.id).await? {
            Some(limit) => Run::refuse(unit, member, prompt, &limit.to_string()).await,
            None => Run::ask(unit, member, prompt).await.map(drop),
        }
    }

    /// Sets to work on a reply to what had been stored already, if nobody does.
    pub async fn start_again(unit: &mut Unit, prompt: i64) -> Result<()> {
        if let Some(run) = Run::for_prompt(unit.db(), prompt).await?
            && run.status == Status::Queued
        {
            unit.then(Effect::StartRun(run.id));
        }
        Ok(())
    }

    /// Has a message answered that has no reply yet.
    ///
    /// # Errors
    /// Conflict, where the assistant is switched off; too many requests, where this person has as many replies under way,
    /// or had as many in an hour, as one may have.
    pub async fn ask(unit: &mut Unit, member: &Fact<InRoom>, prompt: i64) -> Result<Run> {
        Self::admit(unit, member).await?;
        Run::ask(unit, member, prompt).await
    }

    /// Has a reply written anew.
    ///
    /// # Errors
    /// Conflict, unless this is the newest run of its reply, and over; else as above.
    pub async fn retry(unit: &mut Unit, of: &Fact<OfRun>) -> Result<Run> {
        Self::admit(unit, &of.at).await?;
        Run::retry(unit, of).await
    }

    /// Goes on with a reply that ended before it was whole.
    ///
    /// # Errors
    /// Conflict, unless this is the newest run of its reply and ended early, with some text; else as above.
    pub async fn go_on(unit: &mut Unit, of: &Fact<OfRun>) -> Result<Run> {
        Self::admit(unit, &of.at).await?;
        Run::go_on(unit, of).await
    }

    async fn admit(unit: &mut Unit, at: &InRoom) -> Result<()> {
        if unit.app().assistant.provider.is_none() {
            return Err(Error::Conflict("The assistant is switched off.".into()));
        }
        at.must_be_answered()?;
        match Limit::reached(unit, at.user.id).await? {
            Some(limit) => Err(Error::TooManyRequests { retry_after: limit.retry_after() }),
            None => Ok(()),
        }
    }

    /// Sets to work on a run, if it is its turn; else the run before it does so when it ends. Once the server is about to
    /// end, the run stays queued for the next one.
    pub fn start(&self, app: &App, run_id: i64) {
        if !app.shutdown.is_cancelled() {
            self.tasks.spawn(life::work(app.clone(), run_id));
        }
    }

    /// Ends a run at once, whatever its provider does; what is there of the reply stays.
    pub async fn stop(app: &App, run: &Run) -> Result<()> {
        let working = app.assistant.working().get(&run.id).cloned();
        if let Some((_, orders)) = working {
            orders.stop.cancel();
            if timeout(STOPPING, orders.over.cancelled()).await.is_ok() {
                return Ok(());
            }
        }
        // It waits for its turn, or nobody works on it.
        let mut unit = app.begin().await?;
        run.finish(&mut unit, None, &End::Stopped).await?;
        unit.commit().await
    }

    /// Stops the replies to those who may not hear them any more.
    pub fn revoke(&self, who: Revocation) {
        for (run, orders) in self.working().values() {
            let gone = match who {
                // What somebody asked for goes on while they are away.
                Revocation::Login(_) => false,
                Revocation::User(user) => run.user_id == user,
                Revocation::Member { room, user } => run.user_id == user && run.room_id == room,
            };
            if gone {
                orders.stop.cancel();
            }
        }
    }

    /// Takes up what the server before this one left: replies in the middle of which it ended are marked as
    /// interrupted, and those that had not begun begin.
    pub async fn resume(app: &App) -> Result<()> {
        let mut unit = app.begin().await?;
        for run in Run::unfinished(unit.db()).await? {
            match run.status {
                Status::Streaming => run.finish(&mut unit, None, &End::Interrupted).await?,
                _ => unit.then(Effect::StartRun(run.id)),
            }
        }
        unit.commit().await
    }

    /// Gives replies some time to come to their end, and interrupts the others.
    pub async fn drain(&self, time: Duration) {
        self.tasks.close();
        if timeout(time, self.tasks.wait()).await.is_err() {
            self.interrupt.cancel();
            let _ = timeout(STOPPING, self.tasks.wait()).await;
        }
    }

    /// Has a run listen to orders.
    fn enter(&self, run: &Run) -> Orders {
        let orders = Orders {
            stop: CancellationToken::new(),
            interrupt: self.interrupt.clone(),
            over: CancellationToken::new(),
        };
        self.working().insert(run.id, (run.clone(), orders.clone()));
        orders
    }

    fn leave(&self, run_id: i64) {
        if let Some((_, orders)) = self.working().remove(&run_id) {
            orders.over.cancel();
        }
    }

    fn working(&self) -> MutexGuard<'_, HashMap<i64, (Run, Orders)>> {
        self.working.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
