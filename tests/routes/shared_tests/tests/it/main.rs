use axum::Router;
use axum::routing::get;

#[test]
fn is_no_route() {
    let _: Router = Router::new().route("/nowhere", get(|| async {}));
}
