mod http;

use shared_paths as paths;

#[tokio::main]
async fn main() {
    let app = http::app().route(paths::USERS, axum::routing::get(http::home)).route(paths::nested::ROOM, axum::routing::any(http::home)); //> GET /users/{id} http::home ;; ANY /room http::home
    let listener = tokio::net::TcpListener::bind("0.0.0.0:80").await.unwrap();
    axum::serve(listener, app.into_make_service()).await.unwrap();
}
