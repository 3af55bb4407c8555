//! What the log says of a request; everything logged while it is handled carries its id.

use std::time::Duration;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::response::Response;
use tower_http::request_id::{MakeRequestId, RequestId};
use tracing::{Span, info, info_span};

/// Names each request that does not have a name yet.
#[derive(Clone)]
pub struct RandomId;

impl MakeRequestId for RandomId {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id = format!("{:016x}", getrandom::u64().ok()?);
        Some(RequestId::new(HeaderValue::from_str(&id).ok()?))
    }
}

pub fn span(request: &Request) -> Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok());
    info_span!("request", id, method = %request.method(), path = request.uri().path())
}

pub fn response(response: &Response, latency: Duration, _: &Span) {
    info!(status = response.status().as_u16(), ms = latency.as_millis() as u64, "answered");
}
