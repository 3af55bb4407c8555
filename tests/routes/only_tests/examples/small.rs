fn main() {
    let app = axum::Router::new().route("/example", axum::routing::get(|| async {})); //> GET /example {closure}
    let _ = app.merge(only_tests::app());
}
