//! The database: one connection that writes, and a pool of those that read.
//!
//! SQLite has one writer at a time. With a single writing connection, writers queue here, fairly, instead of polling a
//! lock; readers see the last committed state and never wait for them (WAL).

use std::str::FromStr;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::error::{Error, Result};

pub type Conn = sqlx::SqliteConnection;

pub static MIGRATIONS: Migrator = sqlx::migrate!();

#[derive(Clone)]
pub struct Db {
    /// Connections that can't write (`query_only`).
    pub read: SqlitePool,
    /// The one connection that writes; take it with `App::begin`.
    pub write: SqlitePool,
}

impl Db {
    /// Opens the database and creates its file where there is none: `sqlite://data/chat.db`.
    pub async fn open(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(5))
            .optimize_on_close(true, 400);
        create_folder(&options)?;
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.optimize_on_close(false, None).pragma("query_only", "ON"))
            .await?;
        Ok(Self { read, write })
    }

    /// Brings the tables up to date.
    pub async fn migrate(&self) -> Result<()> {
        MIGRATIONS.run(&self.write).await.map_err(Error::internal)
    }

    /// Writes a copy of the database to a new file, while others read and write.
    pub async fn backup(&self, file: &str) -> Result<()> {
        sqlx::query("VACUUM INTO ?").bind(file).execute(&self.write).await?;
        Ok(())
    }

    /// Closes every connection, the writing one last, so that it can tidy up the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

fn create_folder(options: &SqliteConnectOptions) -> Result<()> {
    match options.get_filename().parent() {
        Some(folder) => std::fs::create_dir_all(folder).map_err(Error::internal),
        None => Ok(()),
    }
}
