pub fn router() -> axum::Router {
    axum::Router::new().route("/mock", axum::routing::get(handler)) //> GET /mock handler if cfg(any(test, feature = "mock"))
}

async fn handler() {}
