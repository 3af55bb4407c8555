//! Routers that a type parameter or a list of values decides.
use axum::{routing::{get, post}, Router};

trait Module {
    const PATH: &'static str;
    fn routes() -> Router;
}

struct Users;
struct Rooms;

impl Module for Users {
    const PATH: &'static str = "/users";
    fn routes() -> Router {
        Router::new().route("/", get(h)) //> GET /users h
    }
}

impl Module for Rooms {
    const PATH: &'static str = "/rooms";
    fn routes() -> Router {
        Router::new().route("/{id}", post(h)) //> POST /rooms/{id} h
    }
}

fn mount<M: Module>(router: Router) -> Router {
    router.nest(M::PATH, M::routes())
}

trait Plugin {
    fn register(&self, router: Router) -> Router;
}

struct Health;
struct Version(&'static str);

impl Plugin for Health {
    fn register(&self, router: Router) -> Router {
        router.route("/health", get(h)) //> GET /health h
    }
}

impl Plugin for Version {
    fn register(&self, router: Router) -> Router {
        router.route(self.0, get(h)) //> GET /version h
    }
}

fn app() -> Router {
    let router = mount::<Rooms>(mount::<Users>(Router::new()));
    let plugins: Vec<Box<dyn Plugin>> = vec![Box::new(Health), Box::new(Version("/version"))];
    let mut router = router;
    for plugin in &plugins {
        router = plugin.register(router);
    }
    router
}

async fn h() {}
