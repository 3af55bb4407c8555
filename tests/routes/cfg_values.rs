//! What is there under a `cfg` as the value of a block or of a field.
use axum::{Router, routing::get};

struct Parts {
    router: Router,
    more: Router,
}

fn field() -> Router {
    let parts = Parts {
        #[cfg(feature = "x")]
        router: Router::new().route("/x", get(h)), //> GET /x h if cfg(feature = "x")
        #[cfg(not(feature = "x"))]
        router: Router::new().route("/y", get(h)), //> GET /y h if cfg(not(feature = "x"))
        more: Router::new().route("/more", get(h)), //> GET /more h
    };
    parts.router.merge(parts.more)
}

fn returned() -> Router {
    let app = Router::new();
    #[cfg(debug_assertions)]
    {
        return app.route("/debug", get(h)); //> GET /debug h if cfg(debug_assertions)
    }
    #[cfg(not(debug_assertions))]
    app.route("/release", get(h)) //> GET /release h if cfg(not(debug_assertions))
}

fn blocks() -> Router {
    #[cfg(unix)]
    {
        Router::new().route("/unix", get(h)) //> GET /all/unix h if cfg(unix)
    }
    #[cfg(not(unix))]
    {
        Router::new().route("/other", get(h)) //> GET /all/other h if cfg(not(unix))
    }
}

fn main() {
    axum::serve(listener(), Router::new().nest("/all", blocks()));
}

async fn h() {}
