//! What a load balancer and a monitor ask.

use std::time::Duration;

use axum::extract::State;
use axum::http::Version;
use axum::http::header::{HOST, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::response::IntoResponse;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use url::{Host, Url};
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
    if !is_local(&parts) {
        return Err(Error::NotFound);
    }
    Ok(app.metrics.render())
}

/// What a proxy's headers are called: `X-Forwarded-For`, `Via`, `CF-Connecting-IP`, `X-Amzn-Trace-Id`, and so on.
const OF_PROXIES: &str = "forward proxy via original rewrite real-ip client-ip clientip connecting-ip remote-ip \
    user-ip socketip -addr cdn cf- cloudfront envoy amzn azure appengine";

/// Whether a program on this machine asks, and not somebody elsewhere through a proxy on it. Such a proxy calls from this
/// machine, too, but says for whom, or hands on the name by which it was called, or speaks HTTP/1.0, as nginx does unless
/// told otherwise.
fn is_local(parts: &Parts) -> bool {
    let names = || parts.headers.keys().map(HeaderName::as_str);
    let proxied = names().any(|name| OF_PROXIES.split(' ').any(|part| name.contains(part)));
    client::peer(parts).is_loopback()
        && !proxied
        && parts.version == Version::HTTP_11
        && is_loopback(parts.headers.get(HOST))
}

fn is_loopback(host: Option<&HeaderValue>) -> bool {
    let host = host.and_then(|host| host.to_str().ok());
    let url = host.and_then(|host| Url::parse(&format!("http://{host}")).ok());
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.to_canonical().is_loopback(),
        None => false,
    }
}
