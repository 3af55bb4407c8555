//! A loop over what is not known, whose routes are.
use axum::{routing::get, Router};

pub enum Resource {
    Health,
    Api { open: bool },
}

pub fn app(resources: &[Resource], prefix: &str) -> Router {
    let mut router = Router::new();
    for resource in resources {
        router = match resource {
            Resource::Health => router.merge(health()),
            Resource::Api { open } => router.route("/api", get(h)), //> GET /api h if !(!prefix.is_empty()) and resource is Resource::Api { open }
        }
    }
    if !prefix.is_empty() {
        router = Router::new().nest(prefix, router); //? prefix
    }
    router.fallback(missing) //> FALLBACK * missing
}

fn health() -> Router {
    Router::new().route("/health", get(h)) //> GET /health h if !(!prefix.is_empty()) and resource is Resource::Health
}

async fn h() {}
async fn missing() {}
