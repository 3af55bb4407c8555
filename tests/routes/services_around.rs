//! Routers behind a `ServiceBuilder`, paths that are put together at compile time, iterators that are taken from.
use axum::{Router, routing::{MethodRouter, get, post}};
use tower::ServiceBuilder;

const BASE: &str = "/base";
const USERS: &str = const_format::concatcp!(BASE, "/users");

fn pages() -> Router {
    Router::new().route("/page", get(h)) //> GET /site/page h layers=Limit
}

fn all(methods: Vec<(&str, MethodRouter)>) -> Router {
    let mut app = Router::new();
    let mut methods = methods.into_iter();
    while let Some((path, methods)) = methods.next() {
        app = app.route(path, methods); //> GET /one h ;; POST /two h
    }
    app
}

fn main() {
    let app = Router::new()
        .nest_service("/site", ServiceBuilder::new().layer(Limit).service(pages()))
        .merge(all(vec![("/one", get(h)), ("/two", post(h))]))
        .route(USERS, get(h)); //> GET /base/users h
    axum::serve(listener(), app);
}

async fn h() {}
