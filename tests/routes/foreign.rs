//! Routers that go through what is not known: their routes stay, and each such place is told.
use axum::{routing::{get, MethodRouter}, Router};

pub trait RouterExt {
    fn documented<H>(self, handler: H) -> Self;
    fn health(self) -> Self;
}

impl RouterExt for Router {
    fn documented<H>(self, handler: H) -> Self {
        handler.add_to(self)
    }
    fn health(self) -> Self {
        self.route("/health", get(h)) //> GET /health h
    }
}

pub fn chain(router: Router) -> Router {
    router
        .route("/before", get(h)) //> GET /before h
        .documented(h) //? h.add_to
        .health()
        .route("/after", get(h)) //> GET /after h
}

pub fn wrapped() -> Router {
    let inner = Router::new().route("/inner", get(h)); //> GET /outer/inner h
    let outer = other::instrument(inner) //? other::instrument
        .route("/added", get(h)); //> GET /outer/added h
    Router::new().nest("/outer", outer)
}

pub fn merged() -> Router {
    Router::new()
        .route("/own", get(h)) //> GET /own h
        //? other::with
        .merge(other::with(Router::new().route("/theirs", get(h)))) //> GET /theirs h
}

pub fn external() -> Router {
    other::routes() //? other::routes
}

pub fn onto() -> Router {
    other::routes()
        //? other::routes
        .route("/onto", get(h)) //> GET /onto h
}

pub fn extra(first: Router, prefix: Router) -> Router {
    Router::new()
        .merge(first) //? first
        //? prefix
        .nest("/prefix", prefix.route("/known", get(h))) //> GET /prefix/known h
}

pub fn documented(methods: MethodRouter) -> Router {
    //? with_docs
    Router::new().route("/methods", get(h).with_docs(h)) //> GET /methods h
}

async fn h() {}
