//! Routers that come out of traits and generics.
use axum::{routing::{get, post}, Router};

struct App {
    name: &'static str,
}

impl From<App> for Router {
    fn from(app: App) -> Self {
        Router::new().route("/from", get(h)) //> GET /from h
    }
}

trait Module {
    fn routes(&self) -> Router;
    fn prefix() -> &'static str {
        "/module"
    }
    fn mounted(&self) -> Router {
        Router::new().nest(Self::prefix(), self.routes())
    }
}

struct Users;
impl Module for Users {
    fn routes(&self) -> Router {
        Router::new().route("/users", get(h)) //> GET /module/users h
    }
}

struct Rooms;
impl Module for Rooms {
    fn routes(&self) -> Router {
        Router::new().route("/rooms", post(h)) //> POST /rooms-api/rooms h
    }
    fn prefix() -> &'static str {
        "/rooms-api"
    }
}

struct Builder<S> {
    state: S,
}

impl<S: Clone + Send + Sync + 'static> Builder<S> {
    fn build(self) -> Router {
        Router::<S>::new().route("/generic", get(generic::<S>)).with_state(self.state) //> GET /generic generic::<S>
    }
}

fn app() -> Router {
    let from: Router = App { name: "a" }.into();
    from.merge(Users.mounted()).merge(Rooms.mounted()).merge(Builder { state: 1 }.build())
}

async fn h() {}
async fn generic<S>() {}
