use axum::{handler::Handler, routing::{any, get}, Router};
use tower_http::services::ServeDir;

fn app() -> Router {
    let inner = Router::new()
        .fallback(get(inner_missing)) //> FALLBACK /in/* inner_missing
        .route("/x", get(h)); //> GET /in/x h
    let deep = Router::new().nest("/deep", Router::new().fallback_service(ServeDir::new("deep"))); //> FALLBACK /in/deep/* ServeDir::new("deep")
    Router::new()
        .nest("/in", inner.merge(deep))
        .method_not_allowed_fallback(not_allowed)
        .route("/y", get(h).fallback(y_missing)) //> GET /y h ;; FALLBACK /y y_missing
        .fallback(|| async { "missing" }) //> FALLBACK * {closure}
}

fn any_fallback() -> Router {
    Router::new().fallback(any(h)) //> FALLBACK * h
}

async fn h() {}
async fn inner_missing() {}
async fn not_allowed() {}
async fn y_missing() {}
