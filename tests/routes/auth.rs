use axum::extract::{FromRequestParts, State};
use axum::http::{request::Parts, StatusCode};
use axum::middleware::{from_extractor, from_extractor_with_state, from_fn};
use axum::routing::{get, post};
use axum::Router;

pub struct CurrentUser(u64);

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let token = parts.headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?;
        Ok(Self(token.len() as u64))
    }
}

struct RequireAuth;

impl<S: Send + Sync> FromRequestParts<S> for RequireAuth {
    type Rejection = StatusCode;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.headers.get("authorization").map(|_| Self).ok_or(StatusCode::UNAUTHORIZED)
    }
}

pub fn app() -> Router {
    Router::new()
        .route("/me", get(me)) //> GET /me me auth=CurrentUser
        .route("/open", get(open)) //> GET /open open
        .route("/maybe", get(maybe)) //> GET /maybe maybe
        .nest("/in", inside())
        .nest("/with", with_state())
}

fn inside() -> Router {
    Router::new()
        .route("/safe", post(open)) //> POST /in/safe open auth=from_extractor::<RequireAuth> layers=from_extractor::<RequireAuth>()
        .route_layer(from_extractor::<RequireAuth>())
        .route("/late", post(open)) //> POST /in/late open
}

fn with_state() -> Router {
    Router::new()
        .route("/safe", post(open)) //> POST /with/safe open auth=from_extractor_with_state::<RequireAuth, u8>(7) layers=from_extractor_with_state::<RequireAuth, u8>(7)
        .route_layer(from_extractor_with_state::<RequireAuth, u8>(7))
}

async fn me(user: CurrentUser, State(_): State<()>) {}
async fn open() {}
async fn maybe(user: Option<CurrentUser>) {}
