use axum::{routing::{get, post}, Router};

const NAMES: [&str; 2] = ["/x", "/y"];
const PAIRS: &[(&str, &str)] = &[("a", "b"), ("c", "d")];

pub fn app() -> Router {
    let mut app = Router::new();
    for path in ["/one", "/two"] {
        app = app.route(path, get(h)); //> GET /one h ;; GET /two h
    }
    for path in NAMES {
        app = app.route(path, get(h)); //> GET /x h ;; GET /y h
    }
    for (a, b) in PAIRS.iter() {
        app = app.route(&format!("/{a}/{b}"), get(h)); //> GET /a/b h ;; GET /c/d h
    }
    for (i, name) in vec!["p", "q"].into_iter().enumerate() {
        app = app.route(&format!("/{name}{i}"), post(h)); //> POST /p0 h ;; POST /q1 h
    }
    for n in 1..=2 {
        app = app.nest(&format!("/v{n}"), versioned());
    }
    app
}

fn versioned() -> Router {
    Router::new().route("/v", get(h)) //> GET /v1/v h ;; GET /v2/v h
}

fn folded() -> Router {
    ["/f", "/g"].iter().fold(Router::new(), |router, path| router.route(path, get(h))) //> GET /f h ;; GET /g h
}

fn folded_routers() -> Router {
    [folded_one(), folded_two()].into_iter().fold(Router::new(), Router::merge)
}

fn folded_one() -> Router {
    Router::new().route("/fold/1", get(h)) //> GET /fold/1 h
}

fn folded_two() -> Router {
    Router::new().route("/fold/2", get(h)) //> GET /fold/2 h
}

fn handlers() -> Router {
    let mut app = Router::new();
    for (path, method_router) in [("/m", get(h)), ("/n", post(h).put(other))] {
        app = app.route(path, method_router); //> GET /m h ;; POST /n h ;; PUT /n other
    }
    app
}

async fn h() {}
async fn other() {}
