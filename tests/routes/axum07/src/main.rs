use axum::{routing::get, Router};

#[tokio::main]
async fn main() {
    let app = Router::new()
        .route("/users/:id", get(show)) //> GET /users/{id} show
        .route("/users/:id/files/*path", get(show)) //> GET /users/{id}/files/{*path} show
        .route("/:a/:b", get(show)) //> GET /{a}/{b} show
        .nest("/t/:tenant", Router::new().route("/", get(show)).route("/x/:y", get(show))) //> GET /t/{tenant} show ;; GET /t/{tenant}/x/{y} show
        .route("/curly/{not}", get(show)); //> GET /curly/{{not}} show
    axum::Server::bind(&"0.0.0.0:3000".parse().unwrap()).serve(app.into_make_service()).await.unwrap();
}

async fn show() {}
