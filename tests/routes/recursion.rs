//! Functions that call themselves end.
use axum::{routing::get, Router};

fn deep(depth: usize) -> Router {
    Router::new()
        .route("/here", get(h)) //> GET /here h
        .nest("/deeper", deep(depth + 1)) //? deep
}

fn ping() -> Router {
    Router::new().merge(pong()) //? 
}

fn pong() -> Router {
    ping().route("/pong", get(h)) //> GET /pong h
}

async fn h() {}
