use axum::{routing::get, routing::MethodRouter, Router};
use std::collections::HashMap;

struct Settings {
    prefix: String,
}

pub fn from_argument(path: &str) -> Router {
    Router::new()
        .route("/known", get(h)) //> GET /known h
        .route(path, get(h)) //? path
}

pub fn from_environment() -> Router {
    let base = std::env::var("BASE").unwrap_or_default();
    Router::new().nest(&base, Router::new().route("/inner", get(h))) //? base
}

pub fn from_settings(settings: &Settings) -> Router {
    Router::new().route(&format!("{}/x", settings.prefix), get(h)) //? settings.prefix
}

pub async fn from_database(db: &Db) -> Router {
    let mut app = Router::new();
    for row in db.pages().await {
        app = app.route(&row.path, get(h)); //? row
    }
    app
}

pub fn from_map(map: HashMap<String, MethodRouter>) -> Router {
    let mut app = Router::new();
    for (path, handler) in map {
        app = app.route(&path, handler); //? path
    }
    app
}

pub fn from_elsewhere() -> Router {
    Router::new()
        .merge(other_crate::routes()) //? other_crate::routes
        .route("/here", get(h)) //> GET /here h
}

pub fn from_parameter(method_router: MethodRouter) -> Router {
    Router::new().route("/given", method_router) //? method_router
}

async fn h() {}
