//! Badge.

use crate::support::Server;

use ::everything::model::person::Person;

use ::everything::views::components::badge::Badge;

use ::everything::views::components::badge::BadgeSize;

#[tokio::test]
async fn it_shows_what_it_is_given() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut db = server.app.read().await.unwrap();
    let row_1 = Person::find(&mut db, ada.id).await.unwrap();
    let word_2 = BadgeSize::S;
    let mut props = Badge { user: &row_1, size: word_2, note: Some("<b>&".to_owned()) };
    let html = server.app.views.component(&props).unwrap();
    assert!(html.contains("data-component=\"badge\""), "{html}");
    assert!(html.contains("&lt;b&gt;&amp;"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
    let word = "data-prop-size=\"s\"";
    props.size = BadgeSize::S;
    assert!(server.app.views.component(&props).unwrap().contains(word), "{word}");
    let word = "data-prop-size=\"m\"";
    props.size = BadgeSize::M;
    assert!(server.app.views.component(&props).unwrap().contains(word), "{word}");
    let word = "data-prop-size=\"l\"";
    props.size = BadgeSize::L;
    assert!(server.app.views.component(&props).unwrap().contains(word), "{word}");
}
