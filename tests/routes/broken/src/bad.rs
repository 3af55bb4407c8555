pub fn routes() -> axum::Router {
    axum::Router::new().route("/bad", axum::routing::get(crate::home) //! 
}
