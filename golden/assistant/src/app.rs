//! The application: what every request shares, and the server around it.

pub mod server;
mod upkeep;

use std::io;
use std::ops::Deref;
use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, info_span};

use crate::assistant::Assistant;
use crate::config::Config;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::http::health::Readiness;
use crate::http::limits::Limits;
use crate::hub::Hub;
use crate::model::password::Passwords;
use crate::views::Views;

pub use crate::http::router;

/// Cheap to clone; every clone is the same application.
#[derive(Clone)]
pub struct App(Arc<Inner>);

pub struct Inner {
    pub config: Config,
    pub db: Db,
    pub hub: Hub,
    pub views: Views,
    pub assistant: Assistant,
    pub passwords: Passwords,
    pub limits: Limits,
    pub readiness: Readiness,
    pub metrics: PrometheusHandle,
    /// Cancelled when the server is told to stop.
    pub shutdown: CancellationToken,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Opens the database, without changing it, and puts the parts together.
    pub async fn new(config: Config) -> Result<Self> {
        let db = Db::open(&config.database_url).await?;
        let views = Views::default();
        Ok(Self(Arc::new(Inner {
            hub: Hub::new(db.clone(), views.clone()),
            views,
            assistant: Assistant::new(&config.assistant),
            passwords: Passwords::new(&config),
            limits: Limits::new(&config),
            readiness: Readiness::default(),
            metrics: crate::http::metrics::recorder(),
            shutdown: CancellationToken::new(),
            db,
            config,
        })))
    }
}

/// Answers requests until `app.shutdown` is cancelled. Then it is no longer ready; after `drain_delay` nothing new is
/// accepted, sockets are told to come back later, and what is under way has `drain_timeout` to finish.
///
/// # Errors
/// Another server has the database.
pub async fn serve(app: App, listener: TcpListener) -> io::Result<()> {
    let owner = app.db.take(&app.config.public_url).await.map_err(why)?;
    Assistant::resume(&app).await.map_err(io::Error::other)?;
    let replies = tokio::spawn(end_replies(app.clone()));
    let closed = CancellationToken::new();
    let server = server::run(&app, listener, no_more(&app), closed.clone());
    // Sockets outlive the requests that they began as. Whoever is sent away must not get in again here.
    let sockets = async {
        closed.cancelled().await;
        app.hub.drain().await;
    };
    tokio::select! {
        _ = async { tokio::join!(server, sockets) } => {}
        () = out_of_time(&app) => tracing::warn!("some requests did not finish in time"),
        () = upkeep::run(&app).instrument(info_span!("upkeep")) => {}
    }
    replies.await?;
    app.db.close().await;
    drop(owner);
    Ok(())
}

/// The cause, which an error of ours keeps to the log.
fn why(error: Error) -> io::Error {
    match error {
        Error::Internal(cause) => io::Error::other(cause),
        error => io::Error::other(error),
    }
}

/// Returns when nothing new is to be accepted.
async fn no_more(app: &App) {
    app.shutdown.cancelled().await;
    tokio::time::sleep(app.config.drain_delay).await;
}

async fn out_of_time(app: &App) {
    app.shutdown.cancelled().await;
    tokio::time::sleep(app.config.drain_delay + app.config.drain_timeout).await;
}

/// Replies are not requests: they have half as long, so that the log can tell those who wait how they ended.
async fn end_replies(app: App) {
    app.shutdown.cancelled().await;
    app.assistant.drain(app.config.drain_delay + app.config.drain_timeout / 2).await;
}
