use aide::axum::{
    routing::{get, get_with, post_with, put},
    ApiRouter, IntoApiResponse,
};
use aide::openapi::OpenApi;
use aide::transform::TransformOperation;
use axum::Router;

fn app() -> Router {
    let mut api = OpenApi::default();
    ApiRouter::new()
        .api_route("/users", get_with(list, list_docs).post_with(create, create_docs)) //> GET /users list layers=axum::Extension(api) ;; POST /users create layers=axum::Extension(api)
        .api_route_with("/with", put(create), |op| op) //> PUT /with create layers=axum::Extension(api)
        .route("/plain", axum::routing::get(list)) //> GET /plain list layers=axum::Extension(api)
        .nest_api_service("/nested", nested())
        .nest("/deep", nested())
        .finish_api(&mut api)
        .layer(axum::Extension(api))
}

fn nested() -> ApiRouter {
    ApiRouter::new().api_route("/x", get(list)) //> GET /nested/x list layers=axum::Extension(api) ;; GET /deep/x list layers=axum::Extension(api)
}

async fn list() -> impl IntoApiResponse {}
async fn create() {}
fn list_docs(op: TransformOperation) -> TransformOperation {
    op
}
fn create_docs(op: TransformOperation) -> TransformOperation {
    op
}
