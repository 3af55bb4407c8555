use axum::Router;
use axum::routing::get;

pub fn router() -> Router {
    Router::new().route("/support", get(support)) //> GET /support support
}

async fn support() {}
