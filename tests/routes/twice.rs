//! One router in two places: its routes are there twice.
use axum::{routing::get, Router};

pub fn app() -> Router {
    let shared = Router::new().route("/ping", get(ping)); //> GET /v1/ping ping ;; GET /v2/ping ping ;; GET /v3/pong/ping ping
    Router::new()
        .nest("/v1", shared.clone())
        .nest("/v2", shared.clone().route("/two", get(two))) //> GET /v2/two two
        .nest("/v3", Router::new().nest("/pong", shared))
}

async fn ping() {}
async fn two() {}
