//! Nothing.

use crate::support::Server;

use ::everything::views::components::nothing::Nothing;

#[tokio::test]
async fn it_shows_what_it_is_given() {
    let server = Server::start().await;
    let props = Nothing {};
    let html = server.app.views.component(&props).unwrap();
    assert!(html.contains("data-component=\"nothing\""), "{html}");
}
