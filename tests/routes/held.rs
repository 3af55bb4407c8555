//! Method routers and routers that a struct holds. Who calls `router` is not here, so what it gives is not known.
use axum::routing::{any, get, post, MethodRouter};
use axum::Router;

pub struct Routes<S> {
    pub list: MethodRouter<S>,
    pub show: MethodRouter<S>,
    files: Vec<(&'static str, MethodRouter<S>)>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { list: get(list::<S>), show: any(show), files: vec![("/file", post(show))] }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    pub fn into_router(self) -> Router<S> {
        let mut router = Router::new()
            .route("/", self.list) //? self.list
            .route("/{id}", self.show); //? self.show
        for (path, method_router) in self.files {
            router = router.route(path, method_router); //? routes.files
        }
        router
    }
}

pub fn router<S: Clone + Send + Sync + 'static>(routes: Routes<S>, extra: Router<S>) -> Router<S> {
    Router::new()
        .nest("/items", routes.into_router())
        .merge(extra) //? extra
}

struct Builder {
    router: Option<Router>,
}

impl Builder {
    fn new() -> Self {
        Self { router: None }
    }

    fn register(&mut self, routes: Router) {
        self.router = Some(self.router.take().unwrap_or_default().merge(routes));
    }

    fn run(self) -> Router {
        self.router.unwrap_or_default()
    }
}

fn main() {
    let mut builder = Builder::new();
    builder.register(Router::new().route("/registered", get(show))); //> GET /registered show
    builder.run();
}

async fn list<S>() {}
async fn show() {}
