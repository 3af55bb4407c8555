//! Local functions and traits that hide the verb, the path or the router.
use axum::handler::Handler;
use axum::routing::{get, post, MethodRouter};
use axum::Router;

fn read<H, T>(handler: H) -> MethodRouter
where
    H: Handler<T, ()>,
{
    get(handler).layer(trace())
}

fn resource(name: &str, router: Router) -> Router {
    Router::new().nest(&format!("/{name}"), router)
}

trait Ext {
    fn healthy(self) -> Self;
    fn secured(self) -> Self;
}

impl Ext for Router {
    fn healthy(self) -> Self {
        self.route("/healthz", get(health)) //> GET /healthz health
    }
    fn secured(self) -> Self {
        self.layer(auth())
    }
}

fn crud(base: &'static str) -> Router {
    Router::new()
        .route(base, get(health).post(make)) //> GET /a health ;; POST /a make ;; GET /b health ;; POST /b make
        .route(&format!("{base}/{{id}}"), get(health)) //> GET /a/{id} health ;; GET /b/{id} health
}

pub fn app() -> Router {
    Router::new()
        .route("/read", read(health)) //> GET /read health layers=trace()
        .merge(resource("rooms", Router::new().route("/", post(make)))) //> POST /rooms make
        .merge(crud("/a"))
        .merge(crud("/b"))
        .healthy()
        .merge(Router::new().route("/safe", get(health)).secured()) //> GET /safe health layers=auth()
}

async fn health() {}
async fn make() {}
