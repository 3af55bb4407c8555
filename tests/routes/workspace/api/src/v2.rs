use axum::{routing::get, Router};

pub struct Api {
    pub name: String,
}

impl Api {
    pub fn router(&self) -> Router {
        Router::new().route("/two", get(Self::two)).merge(super::first()) //> GET /api/v2/two Self::two
    }

    async fn two() {}
}
