//! Loops whose rounds are known, those that are left early, and those that are not known.
use axum::{Router, routing::get};

fn known() -> Router {
    let mut app = Router::new();
    for name in ["a", "b", "c"] {
        if name == "b" {
            continue;
        }
        //> GET /skip/a h ;; GET /skip/c h
        app = app.route(&format!("/skip/{name}"), get(h));
    }
    for name in ["a", "b", "c"] {
        if name == "c" {
            break;
        }
        //> GET /until/a h ;; GET /until/b h
        app = app.route(&format!("/until/{name}"), get(h));
    }
    let mut at = 0;
    while at < 2 {
        //> GET /while/0 h ;; GET /while/1 h
        app = app.route(&format!("/while/{at}"), get(h));
        at += 1;
    }
    let mut left = 2;
    let app = loop {
        if left == 0 {
            break app;
        }
        //> GET /left/2 h ;; GET /left/1 h
        app = app.route(&format!("/left/{left}"), get(h));
        left -= 1;
    };
    let mut parts = vec![
        Router::new().route("/first", get(h)), //> GET /first h
        Router::new().route("/second", get(h)), //> GET /second h
    ];
    let mut app = app;
    while let Some(part) = parts.pop() {
        app = app.merge(part);
    }
    app
}

fn conditional(settings: &Settings) -> Router {
    let mut app = Router::new();
    for (name, on) in [("a", true), ("b", settings.b)] {
        if !on {
            continue;
        }
        //> GET /on/a h ;; GET /on/b h if on
        app = app.route(&format!("/on/{name}"), get(h));
    }
    for name in ["a", "b"] {
        if settings.quiet {
            break;
        }
        //> GET /loud/a h if !(settings.quiet) ;; GET /loud/b h if !(settings.quiet)
        app = app.route(&format!("/loud/{name}"), get(h));
    }
    app
}

fn unknown(settings: &Settings) -> Router {
    let mut app = Router::new();
    let mut at = 0;
    while settings.more() {
        //> GET /more/0 h if settings.more()
        //? the path `&format!("/more/{at}")`
        app = app.route(&format!("/more/{at}"), get(h));
        at += 1;
    }
    app
}

fn copies() -> Router {
    let app = Router::new().route("/kept", get(h)); //> GET /kept h
    let _ = app.clone().merge(Router::new().route("/thrown_away", get(h)));
    app
}

struct Settings {
    b: bool,
    quiet: bool,
}

async fn h() {}
