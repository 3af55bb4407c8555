use axum::Router;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, router::UtoipaMethodRouterExt, routes};

mod pets {
    use super::*;

    /// Lists.
    #[utoipa::path(get, path = "", responses((status = 200)))]
    pub async fn list() {}

    #[utoipa::path(post, path = "", request_body = String)]
    pub async fn create() {}

    #[utoipa::path(get, path = "/{id}", params(("id" = u32, Path)), tag = "pet")]
    pub async fn show() {}

    #[utoipa::path(method(put, patch), path = "/{id}")]
    pub async fn change() {}

    pub fn router() -> OpenApiRouter {
        OpenApiRouter::new()
            .routes(routes!(list, create)) //> GET /api/pets list ;; POST /api/pets create
            .routes(routes!(show, change)) //> GET /api/pets/{id} show ;; PUT /api/pets/{id} change ;; PATCH /api/pets/{id} change
    }
}

#[utoipa::path(delete, path = ITEM)]
async fn remove() {}

const ITEM: &str = "/item";

#[derive(OpenApi)]
#[openapi(paths(pets::list))]
struct Docs;

fn app() -> Router {
    let (router, api) = OpenApiRouter::with_openapi(Docs::openapi())
        .nest("/api/pets", pets::router())
        .routes(routes!(remove)) //> DELETE /item remove
        .routes(routes!(pets::change).layer(auth())) //> PUT /{id} pets::change layers=auth() ;; PATCH /{id} pets::change layers=auth()
        .route("/plain", axum::routing::get(plain)) //> GET /plain plain
        .split_for_parts();
    router.route("/after", axum::routing::get(plain)) //> GET /after plain
}

async fn plain() {}
