use axum::{routing::get, Router};

pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/one/:id", get(one)) //> GET /api/v1/one/{id} one ;; GET /api/v2/one/{id} one
}

async fn one() {}
