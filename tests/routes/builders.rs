//! Builders of requests are no method routers, and values that answer are cut short.
use axum::{Router, body::Body, http::{Request, StatusCode}, routing::get};

fn app() -> Router {
    Router::new()
        .route("/", get("hello")) //> GET / "hello"
        //> FALLBACK * (StatusCode::BAD_REQUEST, format!("This server is a rather small one, a…
        .fallback((
            StatusCode::BAD_REQUEST,
            format!("This server is a rather small one, and knows nothing of {:?}.", "what you ask for"),
        ))
}

async fn ask() {
    let request = Request::get("/").body(Body::empty()).unwrap();
    let other = axum::http::Request::post("/").body(Body::empty()).unwrap();
    send(app(), request, other).await;
}
