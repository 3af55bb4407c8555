//! Routers made by functions and methods, by parameters, in self, Self::handler.
use axum::routing::{get, post};
use axum::Router;
use std::sync::Arc;

mod admin {
    use super::*;
    pub(super) fn routes() -> Router {
        Router::new().route("/admin", get(index)) //> GET /admin index
    }
    async fn index() {}

    pub mod deep {
        pub fn routes() -> axum::Router {
            axum::Router::new().route("/deep", axum::routing::get(super::super::home)) //> GET /admin/deep super::super::home
        }
    }
}

fn with_health(router: Router) -> Router {
    router.route("/health", get(home)) //> GET /health home
}

fn extend(mut router: Router, more: bool) -> Router {
    router = router.route("/extended", get(home)); //> GET /extended home
    router
}

struct Server {
    router: Router,
    name: String,
}

impl Server {
    fn new() -> Self {
        let router = Router::new().route("/self", get(Self::status)); //> GET /self Self::status
        Self { router, name: String::new() }
    }

    fn add(mut self) -> Self {
        self.router = self.router.route("/added", post(Self::add_one)); //> POST /added Self::add_one
        self
    }

    fn into_router(self) -> Router {
        self.router.merge(self::admin::routes())
    }

    fn api(&self) -> Router {
        Router::new().route("/api", get(Server::status)) //> GET /v1/api Server::status
    }

    async fn status() {}
    async fn add_one() {}
}

#[tokio::main]
async fn main() {
    let server = Server::new().add();
    let api = server.api();
    let app = server.into_router().nest("/v1", api).nest("/admin", admin::deep::routes());
    let app = with_health(app);
    let app = extend(app, true);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}

async fn home() {}
