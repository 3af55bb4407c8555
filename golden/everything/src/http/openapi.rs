//! The description of the API: what is the same for all routes; each module adds its own.

use axum::routing::get;
use axum::{Json, Router};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, Content, Ref, Response};
use utoipa::{Modify, OpenApi};

use crate::app::App;
use crate::error::{Problem, Problems};

pub fn router(document: utoipa::openapi::OpenApi) -> Router<App> {
    let document = Json(complete(document));
    Router::new().route("/api/openapi.json", get(async move || document.clone()))
}

/// The document that the routes are added to.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The whole description as text.
pub fn json() -> String {
    let document = complete(super::api().into_openapi());
    document.to_pretty_json().expect("the description is plain data")
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Everything & <More>"),
    components(schemas(Problem, Problems)),
    modifiers(&SignIn),
    security(("cookie" = []), ("bearer" = [])),
)]
struct Document;

/// The two ways to be signed in.
struct SignIn;

impl Modify for SignIn {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let note = "Set by signing in; `__Host-session` where the server is reached by https.";
        let cookie = ApiKeyValue::with_description("session", note);
        let bearer = Http::new(HttpAuthScheme::Bearer);
        let components = document.components.get_or_insert_with(Components::new);
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
}

/// Adds what any route may answer: a problem.
fn complete(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    let problem = Response::builder()
        .description("It did not work, and why.")
        .content("application/problem+json", problem)
        .build();
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        let responses = &mut operation.responses.responses;
        responses.entry("default".to_owned()).or_insert_with(|| problem.clone().into());
    }
    document
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, patch, delete, .. } = path;
    [get, put, post, patch, delete].into_iter().flatten()
}
