//! Names that come and go.
use axum::{routing::get, Router};
use std::sync::Arc;

fn shadowed() -> Router {
    let path = "/outer";
    let app = Router::new();
    let app = {
        let path = "/inner";
        app.route(path, get(h)) //> GET /inner h
    };
    let app = app.route(path, get(h)); //> GET /outer h
    let unused = Router::new().route("/dropped", get(h)).route("/dropped-too", get(h)); //> GET /dropped h ;; GET /dropped-too h
    app
}

fn boxed() -> Box<Router> {
    Box::new(Router::new().route("/boxed", get(h))) //> GET /boxed h
}

fn shared() -> Arc<Router> {
    Arc::new(Router::new().route("/shared", get(h))) //> GET /shared h
}

fn maybe(on: bool) -> Option<Router> {
    on.then(|| Router::new().route("/maybe", get(h))) //> GET /maybe h
}

fn result() -> Result<Router, String> {
    let inner = fallible()?;
    Ok(Router::new().nest("/result", inner))
}

fn fallible() -> anyhow::Result<Router> {
    Ok(Router::new().route("/fallible", get(h))) //> GET /result/fallible h
}

async fn later() -> Router {
    Router::new().route("/later", get(h)) //> GET /async/later h
}

async fn awaits() -> Router {
    let mut app = Router::new().nest("/async", later().await);
    app = app.merge(*boxed()).merge((*shared()).clone());
    if let Some(more) = maybe(true) {
        app = app.merge(more);
    }
    app
}

fn pair() -> (Router, u8) {
    (Router::new().route("/pair", get(h)), 1) //> GET /tuple/pair h
}

fn tuple() -> Router {
    let (first, _n) = pair();
    Router::new().nest("/tuple", first)
}

fn mapped() -> Router {
    let add = |router: Router, path: &'static str| router.route(path, get(h)); //> GET /closure h
    add(Router::new(), "/closure")
}

fn replaced() -> Router {
    let mut app = Router::new();
    let part = std::mem::take(&mut app);
    app = part.route("/taken", get(h)); //> GET /taken h
    extend(&mut app);
    app
}

fn extend(app: &mut Router) {
    *app = std::mem::take(app).route("/by-reference", get(h)); //> GET /by-reference h
}

async fn h() {}
