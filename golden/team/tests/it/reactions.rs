//! Answering with an emoji.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Person, Server};

#[tokio::test]
async fn people_react_and_take_it_back() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let room = ada.open("Tea").await;
    bob.join(&room).await;
    let message = ada.say(&room, "done").await;
    assert_eq!(message["reactions"], json!([]));
    for (person, emoji) in [(&bob, "🎉"), (&ada, "🎉"), (&ada, "👍🏽"), (&ada, "🎉")] {
        assert_eq!(react(person, Method::PUT, &message, emoji).await, StatusCode::NO_CONTENT);
    }
    let both = json!([
        { "emoji": "🎉", "users": [bob.id, ada.id] },
        { "emoji": "👍🏽", "users": [ada.id] },
    ]);
    assert_eq!(bob.read(&room).await[0]["reactions"], both);
    for _ in 0..2 {
        assert_eq!(react(&ada, Method::DELETE, &message, "🎉").await, StatusCode::NO_CONTENT);
    }
    assert_eq!(bob.read(&room).await[0]["reactions"][0]["users"], json!([bob.id]));
    // What changed nothing is no event.
    assert_eq!(bob.json(&room).await["last_seq"], message["seq"].as_i64().unwrap() + 4);
}

#[tokio::test]
async fn only_emoji_and_not_too_many() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let message = ada.say(&room, "done").await;
    let bad = [
        "a",
        "1",
        "%23",
        "*",
        "<b>",
        "🎉a",
        "🎉%20",
        "\u{202e}",
        "\u{200d}",
        "%00",
        "🎉%00",
        "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
        "👍👍",
        "123456789👍",
        "1👍",
        "👍1",
        "\u{e0067}\u{e007f}",
        "👍\u{e0067}\u{e007f}",
        "\u{1f3f4}\u{e0067}",
        "\u{1f3f4}\u{e007f}",
        "\u{fe0f}",
        "\u{20e3}",
        "a\u{20e3}",
        "🇪",
        "🇪🇺🇪",
        "🇪🇺🇪🇺",
        "👩\u{200d}",
        "\u{200d}👩",
        "👩\u{200d}a",
        "1\u{200d}👩",
        "👍\u{301}",
        "👍\u{fe0f}\u{fe0f}\u{fe0f}",
        "\u{3164}",
        "字",
        "❤\u{fe0f}❤\u{fe0f}",
    ];
    for text in bad {
        let status = react(&ada, Method::PUT, &message, text).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{text:?}");
    }
    let good = [
        "1️⃣",
        "%23️⃣",
        "❤️",
        "©️",
        "🇪🇺",
        "👩‍👩‍👧‍👦",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "👍🏽",
        "🧑🏿‍🚀",
        "🏳️‍🌈",
        "👩🏽‍❤️‍💋‍👨🏿",
        "🫖",
    ];
    for emoji in good {
        assert_eq!(
            react(&ada, Method::PUT, &message, emoji).await,
            StatusCode::NO_CONTENT,
            "{emoji}"
        );
    }
    for code in 0..8 {
        let emoji = char::from_u32(0x1f600 + code).unwrap().to_string();
        assert_eq!(react(&ada, Method::PUT, &message, &emoji).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(react(&ada, Method::PUT, &message, "🎂").await, StatusCode::CONFLICT);
    assert_eq!(react(&ada, Method::PUT, &message, "❤️").await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_deleted_message_loses_its_reactions() {
    let server = Server::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let room = ada.close("Tea").await;
    let message = ada.say(&room, "done").await;
    assert_eq!(react(&eve, Method::PUT, &message, "🎉").await, StatusCode::NOT_FOUND);
    react(&ada, Method::PUT, &message, "🎉").await;
    ada.delete(&format!("/api/messages/{}", message["id"])).await;
    assert_eq!(ada.read(&room).await[0]["reactions"], json!([]));
    assert_eq!(react(&ada, Method::PUT, &message, "🎉").await, StatusCode::CONFLICT);
}

async fn react(person: &Person, method: Method, message: &Value, emoji: &str) -> StatusCode {
    let path = format!("/api/messages/{}/reactions/{emoji}", message["id"]);
    person.request(method, &path).send().await.unwrap().status()
}
