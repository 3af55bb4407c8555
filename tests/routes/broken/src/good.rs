pub fn routes() -> axum::Router {
    axum::Router::new().route("/good", axum::routing::get(crate::home)) //> GET /good crate::home
}
