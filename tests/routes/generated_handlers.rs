//! Handlers that are not written as a plain name.
use axum::{routing::{get, post}, Json, Router};

#[derive(Clone)]
struct Api;

impl Api {
    fn handler(&self) -> impl axum::handler::Handler<((),), ()> {
        h
    }
}

fn make(n: u32) -> impl axum::handler::Handler<((),), ()> {
    move || async move { n.to_string() }
}

fn app(api: Api) -> Router {
    let handler = h;
    let closure = || async { "closure" };
    Router::new()
        .route("/made", get(make(1))) //> GET /made make(1)
        .route("/method", get(api.handler())) //> GET /method api.handler()
        .route("/bound", get(handler)) //> GET /bound handler
        .route("/closure", get(closure)) //> GET /closure closure
        .route("/json", post(|Json(body): Json<String>| async move { body })) //> POST /json {closure}
        .route("/mod", get(inner::deep::h)) //> GET /mod inner::deep::h
        .route("/self", get(Self_::h)) //> GET /self Self_::h
}

mod inner {
    pub mod deep {
        pub async fn h() {}
    }
}

struct Self_;
impl Self_ {
    async fn h() {}
}

async fn h() {}
