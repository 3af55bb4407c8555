//! What a load balancer and a monitor ask.

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::client;
use crate::app::App;
use crate::error::{Error, Result};

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
    let answer = sqlx::query("SELECT 1").execute(&app.db.read).await;
    answer.map_err(|_| Error::Unavailable("The database does not answer."))?;
    Ok("ready")
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
