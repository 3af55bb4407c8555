async fn main() {
    let app = axum::Router::new().route("/example", axum::routing::get(|| async {})); //> GET /example {closure}
    axum::serve(listener, app.merge(only_tests::app())).await;
}
