mod more {
    pub fn router() -> axum::Router {
        super::router()
    }
}

pub fn router() -> axum::Router {
    axum::Router::new().route("/support", axum::routing::get(|| async {}))
}
