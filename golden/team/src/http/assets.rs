//! Static files, below a path that changes whenever one of them does: a browser may keep each for ever.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::Embed;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::Error;

#[derive(Embed)]
#[folder = "static"]
struct Static;

/// A debug build reads files at each use, so its path must not promise anything.
static VERSION: LazyLock<String> =
    LazyLock::new(|| if cfg!(debug_assertions) { "dev".to_owned() } else { fingerprint() });

pub fn router() -> Router<App> {
    Router::new().route("/static/{version}/{*path}", get(file))
}

/// Where a page finds a static file: `app.css` → `/static/5f1c…/app.css`. Modules import each other relatively.
pub fn url(path: &str) -> String {
    format!("/static/{}/{path}", *VERSION)
}

async fn file(Path((version, path)): Path<(String, String)>) -> Response {
    let Some(file) = Static::get(&path) else { return Error::NotFound.into_response() };
    let lasting = !cfg!(debug_assertions) && version == *VERSION;
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(CONTENT_TYPE, media_type(&path)), (CACHE_CONTROL, cache)], file.data).into_response()
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for path in Static::iter() {
        hash.update(path.as_bytes());
        hash.update(Static::get(&path).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
