use axum::routing::{any_service, get, get_service, on_service, post_service, MethodFilter};
use axum::Router;
use tower_http::services::{ServeDir, ServeFile};

pub fn app() -> Router {
    let files = ServeDir::new("assets");
    Router::new()
        .route("/file", get_service(ServeFile::new("a.txt"))) //> GET /file ServeFile::new("a.txt")
        .route("/both", get_service(ServeFile::new("a.txt")).post_service(ServeFile::new("b.txt"))) //> GET /both ServeFile::new("a.txt") ;; POST /both ServeFile::new("b.txt")
        .route("/any", any_service(ServeFile::new("a.txt"))) //> ANY /any ServeFile::new("a.txt")
        .route("/mixed", get(home).post_service(post_service)) //> GET /mixed home ;; POST /mixed post_service
        .route("/on", on_service(MethodFilter::DELETE, ServeFile::new("a.txt"))) //> DELETE /on ServeFile::new("a.txt")
        .route_service("/one", ServeFile::new("one.txt")) //> SERVICE /one ServeFile::new("one.txt")
        .nest_service("/assets", files.clone()) //> SERVICE /assets files.clone()
        .nest_service("/more/", ServeDir::new("more").append_index_html_on_directories(true)) //> SERVICE /more/ ServeDir::new("more").append_index_html_on_directories(true)
        .nest("/in", Router::new().nest_service("/deep", ServeDir::new("deep"))) //> SERVICE /in/deep ServeDir::new("deep")
        .nest_service("/router", Router::new().route("/x", get(home))) //> GET /router/x home
        .fallback_service(ServeDir::new("public")) //> FALLBACK * ServeDir::new("public")
}

async fn home() {}
