//! Everything a browser can reach. Each module sets up its own routes.

pub mod account;
pub mod admin;
pub mod assets;
pub mod auth;
pub mod client;
pub mod cookies;
pub mod device;
pub mod done;
pub mod errors;
pub mod events;
pub mod frame;
pub mod health;
pub mod in_room;
pub mod items;
pub mod limits;
pub mod logs;
pub mod me;
pub mod metrics;
pub mod models;
pub mod next;
pub mod openapi;
pub mod reaction;
pub mod room_pages;
pub mod search;
pub mod security;
pub mod sign_in;
pub mod socket;
pub mod views;

pub mod room;

pub mod membership;

pub mod message;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::error::Error;

/// Every route, inside of what all of them have in common.
pub fn router(app: App) -> Router {
    let (api, document) = api().split_for_parts();
    let router = Router::new()
        .merge(api)
        .merge(pages())
        .merge(openapi::router(document))
        .fallback(async || Error::NotFound);
    // From the outside in: each sees the requests that those above it let through.
    let layers = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(logs::RandomId))
        .layer(TraceLayer::new_for_http().make_span_with(logs::span).on_response(logs::response))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(from_fn(metrics::measure))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn_with_state(app.clone(), errors::explain))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            app.config.request_timeout,
        ))
        .layer(from_fn_with_state(app.clone(), security::same_origin))
        .layer(DefaultBodyLimit::max(app.config.body_limit));
    router.layer(layers).with_state(app)
}

/// What other programs use: described in `/api/openapi.json`.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::document())
        .merge(account::router())
        .merge(admin::router())
        .merge(events::router())
        .merge(health::router())
        .merge(me::router())
        .merge(reaction::router())
        .merge(search::router())
        .merge(room::router())
        .merge(membership::router())
        .merge(message::router())
        .merge(models::router())
}

/// What people look at.
fn pages() -> Router<App> {
    Router::new()
        .merge(assets::router())
        .merge(room_pages::router())
        .merge(search::pages())
        .merge(sign_in::router())
        .merge(socket::router())
        .merge(views::router())
}
