// A file of the tests is a module of the program, so it is read.
use axum::Router;
use axum::routing::get;

#[path = "../tests/support.rs"]
mod support;

fn main() {
    serve(Router::new().route("/", get(home)).merge(support::router())); //> GET / home
}

async fn home() {}

fn serve(_: Router) {}
