use axum::{routing::get, Router};

macro_rules! router {
    ($($path:literal => $method:ident $handler:path),* $(,)?) => {
        Router::new()$(.route($path, axum::routing::$method($handler)))*
    };
}

macro_rules! page {
    ($router:expr, $name:ident) => {
        $router.route(concat!("/", stringify!($name)), get($name))
    };
}

macro_rules! declare {
    ($name:ident, $path:expr) => {
        fn $name() -> Router {
            Router::new().route($path, get(h))
        }
    };
}

fn listed() -> Router {
    router! { //> GET /a h ;; POST /b other
        "/a" => get h,
        "/b" => post other,
    }
}

fn paged() -> Router {
    page!(Router::new(), h) //> GET /h h
}

declare!(declared, "/declared"); //> GET /declared h

fn app() -> Router {
    listed().merge(paged()).merge(declared())
}

async fn h() {}
async fn other() {}
