//! Names found through modules, globs, re-exports and renamed imports.
mod api {
    pub mod users {
        use axum::{routing::get, Router};
        pub fn router() -> Router {
            Router::new().route("/users", get(list).post(self::create)) //> GET /api/users list ;; POST /api/users self::create
        }
        async fn list() {}
        async fn create() {}
    }
    pub mod rooms;
    mod hidden {
        use axum::{routing::get, Router};
        pub fn router() -> Router {
            Router::new().route("/hidden", get(super::super::h)) //> GET /api/hidden super::super::h
        }
        pub const PATH: &str = "/constant";
    }
    pub use hidden::{router as visible, PATH};
    pub use self::inline::*;
    mod inline {
        pub fn glob() -> axum::Router {
            use axum::routing::get as read;
            axum::Router::new().route(super::PATH, read(crate::h)) //> GET /api/constant crate::h
        }
    }
}

use api::users as people;
use axum::Router;

fn app() -> Router {
    use crate::api::{glob, visible};
    Router::new().nest("/api", Router::new().merge(people::router()).merge(visible()).merge(glob()).merge(api::rooms::router())) //? rooms
}

async fn h() {}
