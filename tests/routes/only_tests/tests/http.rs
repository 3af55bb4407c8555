fn server() -> axum::Router {
    axum::Router::new().route("/integration", axum::routing::get(|| async {}))
}
