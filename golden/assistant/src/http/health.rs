//! What a load balancer and a monitor ask.

use std::time::Duration;

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::client;
use crate::app::App;
use crate::error::{Error, Result};

/// How long an answer holds, and how long the database may take for it.
const CHECKED_EVERY: Duration = Duration::from_millis(500);
const CHECK_TIMEOUT: Duration = Duration::from_secs(3);

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(ready)).routes(routes!(metrics))
}

/// The process lives.
#[utoipa::path(
    get,
    path = "/health",
    tag = "operations",
    security(()),
    responses((status = 200, body = str)),
)]
async fn health() -> &'static str {
    "ok"
}

/// It may be sent requests: it is not about to stop, and its database answers.
#[utoipa::path(
    get,
    path = "/ready",
    tag = "operations",
    security(()),
    responses((status = 200, body = str)),
)]
async fn ready(State(app): State<App>) -> Result<&'static str> {
    if app.shutdown.is_cancelled() {
        return Err(Error::Unavailable("The server is about to stop."));
    }
    match app.readiness.check(&app).await {
        true => Ok("ready"),
        false => Err(Error::Unavailable("The database can't be written to.")),
    }
}

/// Whether something could be stored when that was last tried.
#[derive(Default)]
pub struct Readiness(Mutex<Option<(Instant, bool)>>);

impl Readiness {
    /// Tries to store something, and reads it; but not for everybody who asks.
    async fn check(&self, app: &App) -> bool {
        let mut last = self.0.lock().await;
        if let Some((at, ready)) = *last
            && at.elapsed() < CHECKED_EVERY
        {
            return ready;
        }
        let tried = timeout(CHECK_TIMEOUT, try_to_write(app)).await;
        let ready = matches!(tried, Ok(Ok(())));
        if !ready {
            tracing::error!(?tried, "the database can't be written to");
        }
        *last = Some((Instant::now(), ready));
        ready
    }
}

async fn try_to_write(app: &App) -> Result<()> {
    let mut unit = app.begin().await?;
    let check = sqlx::query("UPDATE database_epoch SET checked_at = ? WHERE id = 1");
    check.bind(chrono::Utc::now()).execute(unit.db()).await?;
    unit.commit().await?;
    let read = sqlx::query("SELECT epoch FROM database_epoch WHERE id = 1");
    read.execute(&mut *app.read().await?).await?;
    Ok(())
}

/// Figures for Prometheus, only for this machine: they are nobody else's business.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operations",
    security(()),
    responses((status = 200, body = str)),
)]
async fn metrics(State(app): State<App>, parts: Parts) -> Result<impl IntoResponse> {
    // A proxy on this machine calls from it, too, but says for whom.
    let forwarded =
        ["forwarded", "x-forwarded-for"].iter().any(|name| parts.headers.contains_key(*name));
    if forwarded || !client::peer(&parts).is_loopback() {
        return Err(Error::NotFound);
    }
    Ok(app.metrics.render())
}
