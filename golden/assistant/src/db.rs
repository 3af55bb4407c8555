//! The database: one connection that writes, and a pool of those that read.
//!
//! SQLite has one writer at a time. With a single writing connection, writers queue here, fairly, instead of polling a
//! lock; readers see the last committed state and never wait for them (WAL).

mod owner;
pub mod writer;

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Sqlite, SqlitePool, Transaction};

use crate::error::{Error, Result};
use crate::model::token::Token;
pub use owner::Owner;
use writer::Writer;

pub type Conn = sqlx::SqliteConnection;

#[derive(Clone)]
pub struct Db {
    /// Connections that can't write (`query_only`).
    pub read: SqlitePool,
    /// The one connection that writes; take it with `App::begin`.
    pub write: Writer,
    options: SqliteConnectOptions,
    epoch: Arc<OnceLock<String>>,
}

/// The migrations of this build. A newer one may have run already: while a deployment is under way, or is taken back,
/// the build before it serves a database that knows more.
pub fn migrations() -> Migrator {
    let mut migrations = sqlx::migrate!();
    migrations.set_ignore_missing(true);
    migrations
}

impl Db {
    /// Opens the database and creates its file where there is none: `sqlite://data/chat.db`.
    pub async fn open(url: &str) -> Result<Self> {
        // What is acknowledged survives a power cut (FULL); that commits are shared pays for it.
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        create_folder(&options)?;
        let write = Writer::open(options.clone().optimize_on_close(true, 400)).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.clone().pragma("query_only", "ON"))
            .await?;
        Ok(Self { read, write, options, epoch: Arc::default() })
    }

    /// Brings the tables up to date.
    pub async fn migrate(&self) -> Result<()> {
        let mut db = self.connect().await?;
        migrations().run(&mut db).await.map_err(Error::internal)?;
        Ok(db.close().await?)
    }

    /// A connection of its own, for what can't share one.
    pub async fn connect(&self) -> Result<Conn> {
        Ok(self.options.connect().await?)
    }

    /// A connection that can only read.
    pub async fn reader(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.read.acquire().await?)
    }

    /// A connection that can only read, and to which nothing changes from its first statement on.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.read.begin().await?)
    }

    /// Writes a copy of the database to a new file, while others read and write. The copy is another epoch: what is
    /// written after it is made is not in it, and clients that know of that must notice.
    pub async fn backup(&self, file: &str) -> Result<()> {
        let mut db = self.connect().await?;
        sqlx::query("VACUUM INTO ?").bind(file).execute(&mut db).await?;
        db.close().await?;
        let mut copy = SqliteConnectOptions::new().filename(file).connect().await?;
        begin_epoch(&mut copy).await?;
        Ok(copy.close().await?)
    }

    /// Becomes the one server of this database, until what is returned is dropped. A file that was put in the place of
    /// another one, as when a copy is restored, begins an epoch.
    ///
    /// # Errors
    /// Another server has it, which is named.
    pub async fn take(&self, address: &str) -> Result<Owner> {
        let owner = Owner::new(&self.file(), address)?;
        let identity = owner::identity(&self.file());
        let mut turn = self.write.begin().await?;
        let known = sqlx::query_scalar("SELECT file FROM database_epoch WHERE id = 1");
        // A database that is older than epochs has none yet.
        let known: Option<Option<String>> = known.fetch_optional(turn.db()).await?;
        if known.is_none_or(|file| file.is_some_and(|file| file != identity)) {
            begin_epoch(turn.db()).await?;
        }
        let remember = sqlx::query("UPDATE database_epoch SET file = ? WHERE id = 1");
        remember.bind(&identity).execute(turn.db()).await?;
        let epoch = sqlx::query_scalar("SELECT epoch FROM database_epoch WHERE id = 1");
        let epoch = epoch.fetch_one(turn.db()).await?;
        turn.commit(|| ()).await?;
        self.epoch.get_or_init(|| epoch);
        Ok(owner)
    }

    /// Names this history of the database. Where it differs from the one that somebody's numbers are of, the numbers mean
    /// nothing.
    pub fn epoch(&self) -> &str {
        self.epoch.get().map_or("", String::as_str)
    }

    /// Closes every connection, the writing one last, so that it can tidy up the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    fn file(&self) -> PathBuf {
        self.options.get_filename().to_owned()
    }
}

async fn begin_epoch(db: &mut Conn) -> Result<()> {
    let begin = sqlx::query(
        "INSERT INTO database_epoch (id, epoch) VALUES (1, ?)
         ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, file = NULL",
    );
    begin.bind(&Token::new().secret()[..16]).execute(db).await?;
    Ok(())
}

fn create_folder(options: &SqliteConnectOptions) -> Result<()> {
    match options.get_filename().parent() {
        Some(folder) => std::fs::create_dir_all(folder).map_err(Error::internal),
        None => Ok(()),
    }
}
