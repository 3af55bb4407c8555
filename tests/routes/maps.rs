//! Method routers in maps, routers that are made once, and what is turned into a router.
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use axum::{Router, routing::{MethodRouter, get, post}};

static ONCE: OnceLock<Router> = OnceLock::new();

fn maps() -> Router {
    let mut table = HashMap::new();
    table.insert("/a", get(h));
    table.insert("/b", get(h));
    table.insert("/b", post(h));
    let mut app = Router::new();
    for (path, methods) in table {
        app = app.route(path, methods); //> GET /a h ;; POST /b h
    }
    let more: BTreeMap<&str, MethodRouter> = BTreeMap::from([("/c", get(h)), ("/d", post(h))]);
    for path in more.keys() {
        app = app.route(&format!("/keys{path}"), get(h)); //> GET /keys/c h ;; GET /keys/d h
    }
    for methods in more.values() {
        app = app.route("/values", methods.clone()); //> GET /values h ;; POST /values h
    }
    app
}

fn once() -> &'static Router {
    ONCE.get_or_init(|| Router::new().route("/once", get(h))) //> GET /made/once h
}

struct Pages;

impl From<Pages> for Router {
    fn from(_: Pages) -> Self {
        Router::new().route("/page", get(h)) //> GET /made/page h ;; GET /site/page h ;; GET /said/page h
    }
}

#[derive(Default)]
struct Feed;

trait Part {
    fn routes(&self) -> Router;
}

impl Part for Feed {
    fn routes(&self) -> Router {
        Router::new().route("/feed", get(h)) //> GET /made/part/feed h
    }
}

fn part<P: Part + Default>() -> Router {
    let part = P::default();
    Router::new().nest("/part", part.routes())
}

fn main() {
    let app = Router::new()
        .merge(once().clone())
        .merge(Pages.into())
        .merge(part::<Feed>());
    let app = Router::new().nest("/made", app).nest("/site", Pages.into()).nest("/said", Router::from(Pages));
    axum::serve(listener(), app.merge(maps()));
}

async fn h() {}

enum Api {
    First,
    Second,
}

impl Api {
    const ALL: [Api; 2] = [Api::First, Api::Second];

    fn prefix(&self) -> &'static str {
        match self {
            Self::First => "/v1",
            Self::Second => "/v2",
        }
    }
}

fn versions() -> Router {
    let mut app = Router::new();
    for version in Api::ALL {
        app = app.nest(version.prefix(), Router::new().route("/z", get(h))); //> GET /v1/z h ;; GET /v2/z h
    }
    app
}
