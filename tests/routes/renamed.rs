//! Names of axum's own under other names.
use axum as web;
use axum::routing::{get as fetch, post as send};
use axum::Router as App;
use web::routing as r;

mod prelude {
    pub use axum::{extract::*, routing::{delete, get}, Router};
    pub use axum::routing::MethodRouter as Methods;
}

mod star {
    use super::prelude::*;

    pub fn routes() -> Router {
        Router::new().route("/star", get(super::h).delete(super::h)) //> GET /star super::h ;; DELETE /star super::h
    }
}

type Routes = web::Router<State>;

#[derive(Clone)]
struct State;

fn typed() -> Routes {
    Routes::new().route("/typed", r::get(h)) //> GET /typed h
}

fn app() -> App<()> {
    App::new()
        .route("/fetch", fetch(h)) //> GET /fetch h
        .route("/send", send(h).put(h)) //> POST /send h ;; PUT /send h
        .merge(star::routes())
        .merge(web::Router::<()>::new().route("/turbo", web::routing::put(h))) //> PUT /turbo h
        .merge(typed().with_state(State))
        .merge(<App>::new().route("/angle", fetch(h))) //> GET /angle h
        .merge(App::default().route("/default", fetch(h))) //> GET /default h
        .merge(<web::Router as Default>::default().route("/as", fetch(h))) //> GET /as h
}

fn default() -> App {
    let app: App = Default::default();
    app.route("/let", fetch(h)) //> GET /let h
}

async fn h() {}
