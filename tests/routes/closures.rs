//! Closures and iterators that build routers.
use axum::{routing::{get, post}, Router};

fn app() -> Router {
    let build = || Router::new().route("/built", get(h)); //> GET /built h
    let paths = ["/a", "/b"];
    let app = paths.into_iter().fold(build(), |app, path| app.route(path, get(h))); //> GET /a h ;; GET /b h
    let many: Vec<Router> = vec![one(), two()];
    let app = many.into_iter().reduce(|left, right| left.merge(right)).unwrap_or_default().merge(app);
    let app = [("/c", get(h)), ("/d", post(h))].into_iter().fold(app, |app, (path, methods)| app.route(path, methods)); //> GET /c h ;; POST /d h
    app
}

fn one() -> Router {
    Router::new().route("/one", get(h)) //> GET /one h
}

fn two() -> Router {
    Router::new().route("/two", get(h)) //> GET /two h
}

async fn h() {}
