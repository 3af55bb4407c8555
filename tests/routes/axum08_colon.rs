//! With `without_v07_checks`, a colon is a colon in axum 0.8.
use axum::{routing::get, Router};

fn app() -> Router {
    Router::new()
        .without_v07_checks()
        .route("/a/:b", get(show)) //> GET /a/:b show
        .route("/a/{b}/{{c}}", get(show)) //> GET /a/{b}/{{c}} show
}

async fn show() {}
