//! The writing connection. Units of work take turns on it, and those that wait for it share a commit.
//!
//! A commit waits for the disk, however little it writes. So a unit that is done hands the open transaction to the next one in
//! the queue, and queues up again itself: when its turn comes, everybody who was in front of it is done too, and one
//! commit stores them all. Nobody is answered before that. Inside of a shared transaction each unit but the first is a
//! savepoint, so that it can be taken back alone.
//!
//! SQLite may end a transaction by itself, as when the disk is full. So a connection whose `COMMIT`, `ROLLBACK` or
//! savepoint fails is closed, all units that shared the transaction fail, and the next unit begins on a new one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use metrics::{counter, histogram};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use tokio::time::timeout;
use tracing::Instrument;

use super::Conn;
use crate::error::{Error, Result};

/// How long a unit waits for its turn.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Units that share a commit at most.
const MAX_BATCH: usize = 64;

const BUSY: Error = Error::Unavailable("The database is busy. Try again.");
const NOT_STORED: Error = Error::Unavailable("This could not be stored. Try again.");

/// Cheap to clone; every clone is the same connection.
#[derive(Clone)]
pub struct Writer {
    state: Arc<Mutex<State>>,
    waiting: Arc<AtomicUsize>,
}

struct State {
    options: SqliteConnectOptions,
    connection: Option<Conn>,
    /// The units whose changes are in the open transaction; there is one exactly if there are any.
    batch: Vec<Done>,
    closed: bool,
}

/// A unit that is done, but not yet stored.
struct Done {
    after: Box<dyn FnOnce() + Send>,
    stored: oneshot::Sender<Result<()>>,
}

impl Writer {
    pub async fn open(options: SqliteConnectOptions) -> Result<Self> {
        let connection = Some(options.connect().await?);
        let state = State { options, connection, batch: Vec::new(), closed: false };
        Ok(Self { state: Arc::new(Mutex::new(state)), waiting: Arc::default() })
    }

    /// Waits for a turn, and takes the database's write lock.
    ///
    /// # Errors
    /// Unavailable, where others hold it for too long.
    pub async fn begin(&self) -> Result<Turn> {
        let waiting = Waiting::new(&self.waiting);
        let state = timeout(MAX_WAIT, self.state.clone().lock_owned()).await.map_err(|_| BUSY)?;
        drop(waiting);
        // In a task of its own, which a caller that hangs up can't leave half done.
        let begun = tokio::spawn(Turn::begin(self.state.clone(), state).in_current_span());
        begun.await.map_err(Error::internal)?
    }

    /// How many units wait for their turn.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Stores what is done, and closes the connection for good.
    pub async fn close(&self) {
        let mut state = self.state.lock().await;
        state.commit().await;
        state.closed = true;
        if let Some(connection) = state.connection.take() {
            let _ = connection.close().await;
        }
    }
}

/// Counts for as long as it exists.
struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count.clone())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One unit's turn: what it changes is taken back with it, unless it is committed.
pub struct Turn {
    queue: Arc<Mutex<State>>,
    /// Empty once the turn is over.
    state: Option<OwnedMutexGuard<State>>,
}

impl Turn {
    async fn begin(queue: Arc<Mutex<State>>, mut state: OwnedMutexGuard<State>) -> Result<Self> {
        state.begin().await?;
        Ok(Self { queue, state: Some(state) })
    }

    /// The connection, inside of the transaction.
    ///
    /// # Panics
    /// Never: a turn that is over can't be named any more.
    pub fn db(&mut self) -> &mut Conn {
        let state = self.state.as_mut().expect("the turn is not over");
        state.connection.as_mut().expect("a turn has a connection")
    }

    /// Stores what was changed, and then does what is to follow. Both happen also if the caller no longer waits.
    ///
    /// # Errors
    /// Unavailable, if it could not be stored; then nothing follows.
    pub async fn commit(self, after: impl FnOnce() + Send + 'static) -> Result<()> {
        let stored = tokio::spawn(self.store(Box::new(after)).in_current_span());
        stored.await.map_err(Error::internal)?
    }

    async fn store(mut self, after: Box<dyn FnOnce() + Send>) -> Result<()> {
        let Some(mut state) = self.state.take() else { return Ok(()) };
        let (stored, mut outcome) = oneshot::channel();
        state.keep(Done { after, stored }).await;
        drop(state);
        // Behind everybody who waits now; one of them may have stored all of it meanwhile.
        let mut state = self.queue.lock().await;
        if let Ok(outcome) = outcome.try_recv() {
            return outcome;
        }
        state.commit().await;
        drop(state);
        outcome.await.unwrap_or(Err(NOT_STORED))
    }

    /// Takes back what was changed.
    pub async fn roll_back(mut self) {
        if let Some(mut state) = self.state.take() {
            state.roll_back().await;
        }
    }
}

/// Whatever ended the unit, its changes go, before anybody else has a turn.
impl Drop for Turn {
    fn drop(&mut self) {
        let Some(mut state) = self.state.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { state.roll_back().await });
        }
    }
}

impl State {
    async fn begin(&mut self) -> Result<()> {
        if self.closed {
            return Err(Error::Unavailable("The server is about to stop."));
        }
        if self.connection.is_none() {
            self.connection = Some(self.options.connect().await?);
        }
        let first = self.batch.is_empty();
        self.run(if first { "BEGIN IMMEDIATE" } else { "SAVEPOINT unit" }).await
    }

    /// Ends a unit whose changes are to stay.
    async fn keep(&mut self, done: Done) {
        if !self.batch.is_empty() && self.run("RELEASE unit").await.is_err() {
            let _ = done.stored.send(Err(NOT_STORED));
            return;
        }
        self.batch.push(done);
        if self.batch.len() >= MAX_BATCH {
            self.commit().await;
        }
    }

    /// Ends a unit whose changes are to go.
    async fn roll_back(&mut self) {
        if self.batch.is_empty() {
            let _ = self.run("ROLLBACK").await;
        } else if self.run("ROLLBACK TO unit").await.is_ok() {
            let _ = self.run("RELEASE unit").await;
        }
    }

    /// Stores what is done, does what is to follow in the same order, and tells everybody.
    async fn commit(&mut self) {
        if self.batch.is_empty() || self.run("COMMIT").await.is_err() {
            return;
        }
        counter!("database_commits_total").increment(1);
        histogram!("database_commit_units").record(self.batch.len() as f64);
        for done in self.batch.drain(..) {
            (done.after)();
            // Nobody waits any more, if this fails.
            let _ = done.stored.send(Ok(()));
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<()> {
        let connection = self.connection.as_mut().ok_or(NOT_STORED)?;
        let Err(error) = sqlx::query(sql).execute(connection).await else { return Ok(()) };
        tracing::error!(%error, sql, "the writing connection is closed");
        self.give_up().await;
        Err(error.into())
    }

    async fn give_up(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.close_hard().await;
        }
        for done in self.batch.drain(..) {
            let _ = done.stored.send(Err(NOT_STORED));
        }
    }
}
