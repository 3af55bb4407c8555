//! What browsers are told, and which of their requests are believed.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::uri::Uri;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::auth::{Bearer, bearer};
use crate::app::App;
use crate::config::{Config, PREFIX};
use crate::error::Error;

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'; object-src 'none'";

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// The same headers on every response.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.extend(HEADERS);
    // Pages and answers are somebody's own; files say themselves how long they last.
    let private = HeaderValue::from_static("no-store");
    headers.entry(header::CACHE_CONTROL).or_insert(private);
    if app.config.secure() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Refuses what another site made a browser send with our cookie.
pub async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    // A browser never adds a token by itself, so no other site can have it sent.
    let has_token = matches!(bearer(request.headers()), Bearer::Token(_));
    if request.method().is_safe() || has_token {
        return next.run(request).await;
    }
    if !is_same_origin(request.headers(), &app.config) {
        return Error::Forbidden("This request comes from another site.").into_response();
    }
    next.run(request).await
}

/// Whether the page that sent this is one of ours: by `Sec-Fetch-Site` where the browser sends it, else by `Origin`.
fn is_same_origin(headers: &HeaderMap, config: &Config) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => is_own_origin(headers, config),
    }
}

/// Whether `Origin` is there and names this server. If not, the log says what was expected, and which setting says so.
pub fn is_own_origin(headers: &HeaderMap, config: &Config) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return false;
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let own = origin == config.public_url || is_of_host(origin, host);
    if !own {
        let (expected, host) = (&config.public_url, host.unwrap_or_default());
        tracing::warn!(
            origin,
            host,
            expected,
            "a request from another site was refused; if the site is this one, {PREFIX}PUBLIC_URL has to be its address"
        );
    }
    own
}

/// Whether a page of this origin asks the host that it comes from.
fn is_of_host(origin: &str, host: Option<&str>) -> bool {
    let origin = origin.parse::<Uri>().ok();
    let origin =
        origin.as_ref().and_then(|uri| uri.authority()).map(|authority| authority.as_str());
    origin.is_some() && origin == host
}
