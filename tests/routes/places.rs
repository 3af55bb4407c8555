//! Routers that are changed through a reference, by chains of `&mut self`, and what something unknown may have changed.
use axum::{Router, routing::{MethodRouter, get, post}};

fn add(router: &mut Router) {
    *router = std::mem::take(router).route("/added", get(h)); //> GET /alias/added h
}

fn alias() -> Router {
    let mut app = Router::new();
    {
        let place = &mut app;
        add(place);
    }
    Router::new().nest("/alias", app)
}

struct Config {
    router: Router,
}

impl Config {
    fn route(&mut self, path: &str, methods: MethodRouter) -> &mut Self {
        //> GET /config/one h ;; POST /config/two h ;; GET /config/three h
        self.router = self.router.clone().route(path, methods);
        self
    }
}

fn configure(config: &mut Config) {
    config.route("/one", get(h)).route("/two", post(h));
    more(config);
}

fn more(config: &mut Config) {
    config.route("/three", get(h));
}

fn configured() -> Router {
    let mut config = Config { router: Router::new() };
    configure(&mut config);
    Router::new().nest("/config", config.router)
}

fn touched() -> Router {
    let mut count = 0;
    let mut path = String::from("/path");
    counter::tick(&mut count);
    words::fill(&mut path);
    let mut app = Router::new();
    if count == 0 {
        app = app.route("/none", get(h)); //> GET /none h if count == 0
    }
    app.route(&path, get(h)) //? the path `&path`
}

async fn h() {}
