pub fn routes() -> axum::Router {
    axum::Router::new().route("/elsewhere", axum::routing::get(super::home)) //> GET /elsewhere super::home
}
