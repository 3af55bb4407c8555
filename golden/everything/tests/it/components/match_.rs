//! Match.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{Server, body};

use ::everything::input::decimal::Decimal;

use ::everything::model::order::Order;

use ::everything::model::enrolment::Enrolment;

use ::everything::model::enrolment::EnrolmentKey;

use ::everything::model::channel::Channel;

use ::everything::model::post::Post;

use ::everything::model::voucher::Voucher;

use ::everything::views::components::match_::Match;

use ::everything::views::components::match_::MatchSize;

#[tokio::test]
async fn it_shows_what_it_is_given() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut db = server.app.read().await.unwrap();
    let new = json!({ "name": "<b>&", "kind": "closed" });
    let made = ada.post("/api/channels", &new).await;
    let room = body(made, StatusCode::CREATED).await;
    let made = crate::models::order::create(&server, &ada, 1).await;
    let key = made["id"].as_i64().unwrap();
    let found = Order::find(&mut db, key).await;
    let row_1 = found.unwrap();
    let made = crate::models::enrolment::create(&server, &ada, 1).await;
    let key: EnrolmentKey = serde_json::from_value(made).unwrap();
    let found = Enrolment::find(&mut db, &key).await;
    let row_2 = found.unwrap();
    let id = room["id"].as_i64().unwrap();
    let row_3 = Channel::find(&mut db, id).await.unwrap();
    let path = format!("/api/channels/{}/messages", room["id"]);
    let made = ada.post(&path, &json!({ "body": "<b>&" })).await;
    let id = body(made, StatusCode::CREATED).await["id"].as_i64().unwrap();
    let row_4 = Post::find(&mut db, id).await.unwrap();
    let made = crate::models::voucher::create(&server, &ada, 1).await;
    let key = made["id"].as_str().unwrap().parse().unwrap();
    let found = Voucher::find(&mut db, key).await;
    let row_5 = found.unwrap();
    let word_6 = MatchSize::V1st;
    let mut props = Match {
        r#type: &row_1,
        not: Some(&row_2),
        r#loop: &row_3,
        r#if: Some(&row_4),
        voucher: &row_5,
        size: Some(word_6),
        r#in: "<b>&".to_owned(),
        is: 7,
        big: Some(7),
        ratio: 0.5,
        price: Some(Decimal::default()),
        on: true,
        at: chrono::Utc::now(),
        day: Some(chrono::Utc::now().date_naive()),
        data: Some(serde_json::json!({ "a": 1 })),
        token: Some(uuid::Uuid::nil()),
        self_: "<b>&".to_owned(),
        other_id: 7,
    };
    let html = server.app.views.component(&props).unwrap();
    assert!(html.contains("data-component=\"match\""), "{html}");
    assert!(html.contains("&lt;b&gt;&amp;"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
    let word = "data-prop-size=\"1st\"";
    props.size = Some(MatchSize::V1st);
    assert!(server.app.views.component(&props).unwrap().contains(word), "{word}");
    let word = "data-prop-size=\"in-progress\"";
    props.size = Some(MatchSize::InProgress);
    assert!(server.app.views.component(&props).unwrap().contains(word), "{word}");
}
