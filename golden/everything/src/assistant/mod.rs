//! The assistant: it answers messages in runs, which outlive the request, the page and the process that began them.

mod command;
pub mod context;
mod draft;
mod echo;
mod life;
mod prompt;
mod provider;
mod remote;
mod rounds;
mod telling;
pub mod tools;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::App;
use crate::config::assistant::AssistantConfig;
use crate::error::{Error, Result};
use crate::model::access::{InRoom, OfRun};
use crate::model::fact::Fact;
use crate::model::run::{End, Run, Status};
use crate::unit::{Effect, Unit};
use provider::Provider;

use crate::model::channel::RoomKind;

/// How long whoever stops a run waits until it has stopped: it takes one write to the database.
const STOPPING: Duration = Duration::from_secs(5);

pub struct Assistant {
    provider: Option<Provider>,
    tasks: TaskTracker,
    /// The runs that this process works on.
    working: Mutex<HashMap<i64, Orders>>,
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

    /// Has a message answered that was stored in this unit of work, unless it is between two people, or the assistant
    /// is switched off.
    ///
    /// # Errors
    /// Too many requests, where this person has as many replies under way, or had as many in an hour, as one may have.
    pub async fn answer(unit: &mut Unit, member: &Fact<InRoom>, prompt: i64) -> Result<()> {
        if member.room.kind == RoomKind::Direct || unit.app().assistant.provider.is_none() {
            return Ok(());
        }
        Self::ask(unit, member, prompt).await.map(drop)
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
    /// Conflict, where the assistant is switched off; too many requests, as above.
    pub async fn ask(unit: &mut Unit, member: &Fact<InRoom>, prompt: i64) -> Result<Run> {
        Self::admit(unit, member.user.id).await?;
        Run::ask(unit, member, prompt).await
    }

    /// Has a reply written anew.
    ///
    /// # Errors
    /// Conflict, unless this is the newest run of its reply, and over; else as above.
    pub async fn retry(unit: &mut Unit, of: &Fact<OfRun>) -> Result<Run> {
        Self::admit(unit, of.at.user.id).await?;
        Run::retry(unit, of).await
    }

    async fn admit(unit: &mut Unit, user_id: i64) -> Result<()> {
        if unit.app().assistant.provider.is_none() {
            return Err(Error::Conflict("The assistant is switched off.".into()));
        }
        let (waiting, hourly) = Run::usage(unit.db(), user_id).await?;
        let config = &unit.app().config.assistant;
        if waiting >= config.waiting {
            return Err(Error::TooManyRequests { retry_after: Duration::from_secs(5) });
        }
        if hourly >= config.hourly {
            return Err(Error::TooManyRequests { retry_after: Duration::from_secs(60) });
        }
        Ok(())
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
        let orders = app.assistant.working().get(&run.id).cloned();
        if let Some(orders) = orders {
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
    fn enter(&self, run_id: i64) -> Orders {
        let orders = Orders {
            stop: CancellationToken::new(),
            interrupt: self.interrupt.clone(),
            over: CancellationToken::new(),
        };
        self.working().insert(run_id, orders.clone());
        orders
    }

    fn leave(&self, run_id: i64) {
        if let Some(orders) = self.working().remove(&run_id) {
            orders.over.cancel();
        }
    }

    fn working(&self) -> std::sync::MutexGuard<'_, HashMap<i64, Orders>> {
        self.working.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
