//! A trait that is implemented for every handler and takes its path from a type of another package: each call is a place that is told.
use axum::{Router, routing::{MethodFilter, on}};

trait Documented<T> {
    fn add_routes(&'static self, router: Router) -> Router;
    fn add_route(&'static self, router: Router, path: &str) -> Router;
}

trait RouterExt {
    fn documented<H, T>(self, handler: &'static H) -> Self where H: Documented<T>;
    fn twice<H, T>(self, handler: &'static H) -> Self where H: Documented<T>;
}

impl RouterExt for Router {
    fn documented<H, T>(self, handler: &'static H) -> Self where H: Documented<T> {
        handler.add_routes(self)
    }
    fn twice<H, T>(self, handler: &'static H) -> Self where H: Documented<T> {
        self.documented(handler)
    }
}

macro_rules! documented {
    ($($part:ident),*) => {
        impl<Fun, Req, $($part,)*> Documented<($($part,)* Req,)> for Fun
        where
            Fun: Fn($($part,)* Req) -> String + Send + Sync + 'static,
            Req: foreign::Request,
        {
            fn add_routes(&'static self, router: Router) -> Router {
                Req::PATHS.iter().fold(router, |router, path| self.add_route(router, path))
            }
            fn add_route(&'static self, router: Router, path: &str) -> Router {
                router.route(path, on(MethodFilter::GET, self))
            }
        }
    };
}
documented!();
documented!(A);

pub fn app() -> Router {
    Router::new()
        .documented(&show) //? show.add_routes
        .documented( //? list.add_routes
            &list,
        )
        .twice(&edit) //? edit.add_routes
        .route("/plain", axum::routing::get(show)) //> GET /plain show
}

fn show() -> String {
    String::new()
}
