//! Lists that are filtered and changed, and method routers that are one or the other.
use axum::{Router, routing::{get, post}};

fn lists() -> Router {
    let mut paths = vec!["/a", "/b"];
    paths.retain(|path| *path != "/a");
    paths.insert(0, "/first");
    let mut app = Router::new();
    for path in &paths {
        app = app.route(path, get(h)); //> GET /first h ;; GET /b h
    }
    for path in ["/x", "/y"].iter().filter(|path| path.ends_with("y")) {
        app = app.route(path, get(h)); //> GET /y h
    }
    for at in (0..4).step_by(2) {
        app = app.route(&format!("/step/{at}"), get(h)); //> GET /step/0 h ;; GET /step/2 h
    }
    paths.splice(.., others());
    for path in paths {
        app = app.route(path, get(h)); //? the path `path`
    }
    app
}

fn enabled(settings: &Settings) -> Router {
    let parts = [("/one", get(h)), ("/two", post(h))];
    let parts = parts.into_iter().filter(|(path, _)| settings.enabled(path));
    //> GET /one h if settings.enabled(…) ;; POST /two h if settings.enabled(…)
    parts.fold(Router::new(), |app, (path, methods)| app.route(path, methods))
}

fn one_or_other(settings: &Settings) -> Router {
    let methods = get(h);
    let methods = if settings.writes { methods.post(h) } else { methods };
    Router::new().route("/file", methods.put(h)) //> GET /file h ;; POST /file h if settings.writes ;; PUT /file h
}

struct Settings {
    writes: bool,
}

async fn h() {}
