use axum::{routing::get, Router};

#[path = "else_where.rs"]
mod elsewhere;

pub fn app() -> Router {
    let v2 = api::v2::Api { name: "two".into() };
    Router::new()
        .route("/", get(home)) //> GET / home
        .nest(api::PREFIX, Router::new().nest("/v1", api::first()).nest("/v2", v2.router()))
        .merge(elsewhere::routes())
}

pub async fn home() {}
