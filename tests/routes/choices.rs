use axum::{routing::get, Router};

enum Mode {
    Api,
    Web,
}

pub fn app(mode: Mode, both: bool) -> Router {
    let base = match mode {
        Mode::Api => Router::new().route("/api", get(h)), //> GET /api h if mode is Mode::Api
        Mode::Web => Router::new().route("/web", get(h)), //> GET /web h if mode is Mode::Web
    };
    let extra = if both {
        Router::new().route("/extra", get(h)) //> GET /extra h if both
    } else {
        Router::new()
    };
    base.merge(extra)
}

pub fn early(done: bool) -> Router {
    if done {
        return Router::new().route("/done", get(h)); //> GET /done h if done
    }
    Router::new().route("/todo", get(h)) //> GET /todo h if !(done)
}

async fn h() {}
