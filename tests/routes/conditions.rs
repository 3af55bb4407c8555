use axum::{routing::{get, post}, Router};

struct Config {
    debug: bool,
    metrics: Option<String>,
}

pub fn app(config: &Config) -> Router {
    let mut app = Router::new().route("/", get(h)); //> GET / h
    if config.debug {
        app = app.route("/debug", get(h)); //> GET /debug h if config.debug
    } else {
        app = app.route("/live", get(h)); //> GET /live h if !(config.debug)
    }
    #[cfg(feature = "admin")]
    let app = app.route("/admin", get(h)); //> GET /admin h if cfg(feature = "admin")
    #[cfg(feature = "extra")]
    {
        app = app.route("/extra", get(h)); //> GET /extra h if cfg(feature = "extra")
    }
    let mut app = app.merge(part());
    if let Some(path) = &config.metrics {
        app = app.nest("/metrics", Router::new().route("/all", get(h))); //> GET /metrics/all h if let Some(path) = &config.metrics
    }
    if cfg!(debug_assertions) {
        app = app.route("/docs", get(h)); //> GET /docs h if cfg!(debug_assertions)
        if config.debug {
            app = app.route("/both", post(h)); //> POST /both h if cfg!(debug_assertions) and config.debug
        }
    }
    app.route("/end", get(h)) //> GET /end h
}

#[cfg(unix)]
fn part() -> Router {
    Router::new().route("/part", get(h)) //> GET /part h if cfg(unix)
}

#[cfg(not(unix))]
fn part() -> Router {
    Router::new().route("/part", post(h)) //> POST /part h if cfg(not(unix))
}

async fn h() {}
