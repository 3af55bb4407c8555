use axum::routing::{get, post};
use axum::Router;

pub fn app() -> Router {
    let users = Router::new()
        .route("/", get(list).post(create)) //> GET /api/users list ;; POST /api/users create
        .route("/{id}", get(show)) //> GET /api/users/{id} show
        .fallback(no_user); //> FALLBACK /api/users/* no_user
    let api = Router::new().nest("/users", users).fallback(no_api); //> FALLBACK /api/* no_api
    let other = Router::new().route("/other", get(list)); //> GET /other list
    Router::new()
        .route("/", get(home)) //> GET / home
        .nest("/api", api)
        .merge(other)
        .merge(Router::new().nest("/{tenant}", tenant()))
        .nest("/slash/", Router::new().route("/", get(list)).route("/x", get(list))) //> GET /slash/ list ;; GET /slash/x list
        .fallback(not_found) //> FALLBACK * not_found
}

fn tenant() -> Router {
    Router::new().route("/rooms/{*rest}", post(create)) //> POST /{tenant}/rooms/{*rest} create
}

async fn list() {}
async fn create() {}
async fn show() {}
async fn home() {}
async fn no_user() {}
async fn no_api() {}
async fn not_found() {}
