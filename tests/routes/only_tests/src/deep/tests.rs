use axum::{routing::get, Router};

fn server() -> Router {
    super::routes().merge(Router::new().route("/only-in-a-test", get(super::handler)))
}
