//! Nothing here is a route of axum, except one.
use axum_extra::{headers::UserAgent, TypedHeader};
use std::collections::HashMap;

mod matchit {
    pub struct Router<T>(Vec<T>);
    impl<T> Router<T> {
        pub fn new() -> Self {
            Self(Vec::new())
        }
        pub fn route(self, _path: &str, _value: T) -> Self {
            self
        }
        pub fn nest(self, _path: &str, _other: Self) -> Self {
            self
        }
    }
}

struct Client;
impl Client {
    fn get(&self, _url: &str) -> Self {
        Client
    }
    fn route(self, _path: &str, _to: fn()) -> Self {
        self
    }
    fn fallback(self, _to: fn()) -> Self {
        self
    }
}

fn other() -> matchit::Router<u8> {
    matchit::Router::new().route("/not", 1).nest("/this", matchit::Router::new())
}

mod inner {
    use super::matchit::Router;
    fn also() -> Router<u8> {
        Router::new().route("/nor/this", 1)
    }
    fn actix() -> actix_web::Scope {
        use actix_web::web;
        web::scope("/a").route("/b", web::get().to(h))
    }
    async fn h() {}
}

fn misc(client: Client, map: HashMap<String, u8>) {
    client.get("/x").route("/y", f).fallback(f);
    map.get("/z");
    warp::path("w").and(warp::get());
    let pool = reqwest::Client::new().get("/u");
    std::net::TcpStream::connect("/c");
}

fn f() {}

async fn agent(TypedHeader(agent): TypedHeader<UserAgent>) {}

/// ```
/// let app = axum::Router::new().route("/doc", get(f));
/// ```
fn real() -> axum::Router {
    axum::Router::new().route("/real", axum::routing::get(agent)) //> GET /real agent
}

#[test]
fn in_test() {
    let app = axum::Router::new().route("/test", axum::routing::get(agent));
}

#[tokio::test]
async fn in_tokio_test() {
    let app = axum::Router::new().route("/tokio-test", axum::routing::get(agent));
}

#[cfg(test)]
mod tests {
    use super::*;
    fn app() -> axum::Router {
        real().merge(axum::Router::new().route("/tests", axum::routing::get(agent)))
    }
}

#[cfg(all(test, feature = "slow"))]
fn slow() -> axum::Router {
    axum::Router::new().route("/slow", axum::routing::get(agent))
}
