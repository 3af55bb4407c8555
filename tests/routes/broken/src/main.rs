mod bad;
mod good;

fn app() -> axum::Router {
    axum::Router::new()
        .route("/", axum::routing::get(home)) //> GET / home
        .merge(good::routes())
        .merge(bad::routes()) //? bad::routes
}

async fn home() {}
