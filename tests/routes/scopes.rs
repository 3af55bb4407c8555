//! Functions that are within themselves by the closures or numbers that they are given.
use axum::{Router, routing::get};

struct Scope(Router);

impl Scope {
    fn get<H>(self, path: &str, handler: H) -> Self {
        Self(self.0.route(path, get(handler))) //> GET /top h ;; GET /a/in h ;; GET /a/b/deep {closure}
    }

    fn scope(self, path: &str, fill: impl FnOnce(Scope) -> Scope) -> Self {
        Self(self.0.nest(path, fill(Scope(Router::new())).0))
    }
}

fn numbered(app: Router, left: usize) -> Router {
    if left == 0 {
        return app;
    }
    numbered(app.route(&format!("/v{left}"), get(h)), left - 1) //> GET /v2 h ;; GET /v1 h
}

fn main() {
    let app = Scope(Router::new())
        .get("/top", h)
        .scope("/a", |scope| scope.get("/in", h).scope("/b", |scope| scope.get("/deep", || async {})));
    axum::serve(listener(), numbered(app.0, 2));
}

async fn h() {}
