use axum::extract::FromRequestParts;
use axum::handler::Handler;
use axum::middleware::{self, from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::Router;
use tower::ServiceBuilder;
use tower_http::{compression::CompressionLayer, trace::TraceLayer};

pub fn app() -> Router {
    let inner = Router::new()
        .route("/early", get(one)) //> GET /in/early one layers=from_fn(count) & TraceLayer::new_for_http()
        .route_layer(from_fn(count))
        .route("/late", get(one)) //> GET /in/late one layers=TraceLayer::new_for_http()
        .fallback(one); //> FALLBACK /in/* one layers=TraceLayer::new_for_http()
    Router::new()
        .route("/a", get(one)) //> GET /a one layers=TraceLayer::new_for_http()
        .route("/own", get(one.layer(CompressionLayer::new()))) //> GET /own one layers=CompressionLayer::new() & TraceLayer::new_for_http()
        .route("/method", get(one).post(one).layer(CompressionLayer::new()).put(one)) //> GET /method one layers=CompressionLayer::new() & TraceLayer::new_for_http() ;; POST /method one layers=CompressionLayer::new() & TraceLayer::new_for_http() ;; PUT /method one layers=TraceLayer::new_for_http()
        .nest("/in", inner)
        .layer(TraceLayer::new_for_http())
        .route("/after", get(one)) //> GET /after one
        .merge(builder())
}

fn builder() -> Router {
    Router::new()
        .route("/built", post(one)) //> POST /built one layers=middleware::from_fn(count) & TraceLayer::new_for_http()
        .layer(ServiceBuilder::new().layer(TraceLayer::new_for_http()).layer(middleware::from_fn(count)))
}

async fn one() {}
async fn count() {}
