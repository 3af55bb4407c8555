//! Routers that are held for a while, taken, folded, thrown away.
use axum::{routing::{any, get}, Router};
use std::sync::LazyLock;

async fn h() {}

fn main() {
    //> GET /a h
    let app = Router::new().route("/a", get(h));
    //> GET /b h
    let _ = app.merge(Router::new().route("/b", get(h)));
}

struct Builder {
    router: Option<Router>,
}

impl Builder {
    fn new() -> Self {
        Self { router: None }
    }
    fn add(&mut self) -> &mut Self {
        //> GET /built h
        self.router = Some(self.router.take().unwrap_or_default().route("/built", get(h)));
        self
    }
    fn fill(&mut self) {
        //> GET /filled h
        self.router = Some(Router::new().route("/filled", get(h)));
    }
    fn build(self) -> Router {
        //> FALLBACK * h
        self.router.unwrap().fallback(h)
    }
}

pub fn built() -> Router {
    let mut builder = Builder::new();
    builder.add();
    builder.build()
}

pub fn filled() -> Router {
    let mut builder = Builder::new();
    builder.fill();
    let mut router = builder.router.take().unwrap();
    //> FALLBACK * h
    router = router.fallback(h);
    router
}

//> GET /lazy h
static APP: LazyLock<Router> = LazyLock::new(|| Router::new().route("/lazy", get(h)));

pub fn folded(extra: Option<&str>) -> Router {
    //> GET /folded h
    let app = Some("/folded").into_iter().fold(Router::new(), |app, path| app.route(path, get(h)));
    //> GET /folded2 h
    let app = Some("/folded2").iter().fold(app, |app, path| app.route(path, get(h)));
    //? extra
    extra.into_iter().fold(app, |app, path| app.route(path, get(h)))
}

pub fn mapped() -> Router {
    let mut app = Router::new();
    for (path, methods) in ["/m1", "/m2"].map(|path| (path, get(h))) {
        //> GET /m1 h ;; GET /m2 h
        app = app.route(path, methods);
    }
    //> GET /m3 h ;; GET /m4 h
    let part = |name: &'static str| Router::new().route(name, get(h));
    for router in ["/m3", "/m4"].map(part) {
        app = app.merge(router);
    }
    app
}

fn with(make: impl Fn(Router) -> Router) -> Router {
    //> GET /with h
    make(Router::new().route("/with", get(h)))
}

fn twice<F: FnOnce(Router) -> Router>(make: F) -> Router {
    let app = Router::new();
    //> GET /after h
    make(app).route("/after", get(h))
}

pub fn closures() -> Router {
    //> GET /closure h ;; GET /twice h
    with(|app| app.route("/closure", get(h))).merge(twice(|app| app.route("/twice", get(h))))
}

fn boxed(make: Box<dyn Fn(Router) -> Router>) -> Router {
    //> GET /boxed h
    (make)(Router::new()).route("/boxed", get(h))
}

fn configure<F>(app: Router, f: F) -> Router where F: FnOnce(Router) -> Router {
    f(app)
}

pub fn more() -> Router {
    //> GET /c h ;; GET /d h ;; GET /in-box h
    boxed(Box::new(|app| app.route("/in-box", get(h)))).merge(configure(Router::new().route("/c", get(h)), |r| r.route("/d", get(h))))
}

pub fn fell() -> Router {
    //> FALLBACK * h layers=my_layer() ;; GET /fell h
    Router::new().route("/fell", get(h)).fallback(any(h).layer(my_layer()))
}
