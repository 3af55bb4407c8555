//! Errors as their reader wants them: `application/problem+json` for programs, a page for people.

use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::time::timeout;

use super::auth::MaybeUser;
use super::frame::frame;
use crate::app::App;
use crate::error::{Error, Problem, Result, SOON};
use crate::views::{ErrorPage, Page};

/// Paths for programs.
const MACHINES: [&str; 6] = ["/api/", "/health", "/metrics", "/ready", "/socket", "/static/"];

/// The longest explanation by a library that is handed on, in bytes.
const EXPLANATION: usize = 1000;

/// How long an error's page waits for what stands around it.
const PATIENCE: Duration = Duration::from_secs(3);

pub async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let response = next.run(request).await;
    let retry_after = retry_after(&response);
    let mut response = explained(&app, asked, response).await;
    if let Some(retry_after) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, retry_after);
    }
    response
}

/// When to come back: whatever answers 503 says it, a layer that ran out of time, too.
fn retry_after(response: &Response) -> Option<HeaderValue> {
    let said = response.headers().get(header::RETRY_AFTER).cloned();
    let unavailable = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    said.or_else(|| unavailable.then(|| SOON.as_secs().into()))
}

async fn explained(app: &App, asked: Asked, response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is(&response, "text/html") {
        return response;
    }
    let error = response.extensions().get::<Arc<Error>>().cloned();
    if !asked.page {
        return if error.is_some() { response } else { reworded(response).await };
    }
    if matches!(error.as_deref(), Some(Error::Unauthorized)) {
        return Redirect::to(&asked.sign_in()).into_response();
    }
    let problem = match &error {
        Some(error) => Problem::from(error.as_ref()),
        None => problem(response).await,
    };
    let page = ErrorPage {
        page: asked.frame(app, status).await,
        status: problem.status,
        title: problem.title,
        detail: problem.detail,
        request_id: asked.id,
    };
    (status, app.views.page(&page)).into_response()
}

struct Asked {
    page: bool,
    method: Method,
    /// Path and query.
    target: String,
    id: Option<String>,
    headers: HeaderMap,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let target = request.uri().path_and_query().map_or(path, |target| target.as_str());
        let program = MACHINES.iter().any(|start| path.starts_with(start));
        Self {
            page: !program && wants_html(request.headers()),
            method: request.method().clone(),
            target: target.to_owned(),
            id: text(request.headers(), "x-request-id"),
            headers: request.headers().clone(),
        }
    }

    /// What stands around every page of somebody who is signed in. Nothing, where the database does not answer: it may be
    /// what went wrong.
    async fn frame(&self, app: &App, status: StatusCode) -> Page {
        if status == StatusCode::SERVICE_UNAVAILABLE {
            return Page::default();
        }
        match timeout(PATIENCE, self.framed(app)).await {
            Ok(Ok(page)) => page,
            Ok(Err(_)) | Err(_) => Page::default(),
        }
    }

    async fn framed(&self, app: &App) -> Result<Page> {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.headers = self.headers.clone();
        match MaybeUser::from_request_parts(&mut parts, app).await? {
            MaybeUser(Some(viewer)) => frame(&mut *app.read().await?, &viewer).await,
            MaybeUser(None) => Ok(Page::default()),
        }
    }

    /// Where to sign in, and come back from to the page that was asked for.
    fn sign_in(&self) -> String {
        match self.method {
            Method::GET => format!("/login?next={}", encode(&self.target)),
            _ => "/login".to_owned(),
        }
    }
}

fn wants_html(headers: &HeaderMap) -> bool {
    let accept = text(headers, header::ACCEPT.as_str()).unwrap_or_default();
    accept.is_empty() || accept.contains("text/html") || accept.contains("*/*")
}

fn is(response: &Response, media_type: &str) -> bool {
    let kind = text(response.headers(), header::CONTENT_TYPE.as_str());
    kind.is_some_and(|kind| kind.starts_with(media_type))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// A library's refusal (a body that is no JSON, a method that is not allowed) in the words of ours.
async fn reworded(response: Response) -> Response {
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut response = problem(response).await.into_response();
    if let Some(methods) = allow {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

async fn problem(response: Response) -> Problem {
    let status = response.status();
    let body = to_bytes(response.into_body(), EXPLANATION).await.unwrap_or_default();
    let detail = String::from_utf8_lossy(&body);
    if status.is_server_error() || detail.is_empty() {
        return Problem::new(status, status.canonical_reason().unwrap_or("Something went wrong."));
    }
    Problem::new(status, detail)
}

/// As the value of a query's parameter, and of a header.
fn encode(target: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/?=-._~:,;@!$'()*[]".contains(&byte);
    let mut encoded = String::with_capacity(target.len());
    for byte in target.bytes() {
        if plain(byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
