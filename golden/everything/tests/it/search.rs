//! Finding what was said.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Person, Server, items, texts};

#[tokio::test]
async fn words_are_found_and_marked() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    ada.say(&room, "The kettle is **on**").await;
    let second = ada.say(&room, "Who has the Kettle? <b>&").await;
    let hits = find(&ada, "kettle").await;
    let marked =
        ["Who has the <mark>Kettle</mark>? &lt;b&gt;&amp;", "The <mark>kettle</mark> is **on**"];
    assert_eq!(texts(&hits, "snippet"), marked);
    assert_eq!((&hits[0]["message_id"], &hits[0]["room"]), (&second["id"], &json!("Tea")));
    assert_eq!(find(&ada, "ket").await.len(), 2);
    assert_eq!(find(&ada, "kettle who").await.len(), 1);
    assert_eq!(find(&ada, "teapot").await.len(), 0);
}

#[tokio::test]
async fn only_what_one_may_read_is_found() {
    let server = Server::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let (open, closed) = (ada.open("Open").await, ada.close("Closed").await);
    ada.say(&open, "a biscuit here").await;
    ada.say(&closed, "a biscuit there").await;
    assert_eq!(find(&bob, "biscuit").await.len(), 0);
    bob.join(&open).await;
    assert_eq!(texts(&find(&bob, "biscuit").await, "room"), ["Open"]);
    ada.add(&closed, &bob).await;
    assert_eq!(find(&bob, "biscuit").await.len(), 2);
    ada.delete(&format!("{closed}/members/{}", bob.id)).await;
    assert_eq!(find(&bob, "biscuit").await.len(), 1);
}

#[tokio::test]
async fn what_changes_is_found_as_it_is_now() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let message = ada.say(&room, "a cup of coffee").await;
    let path = format!("/api/messages/{}", message["id"]);
    ada.patch(&path, &json!({ "body": "a cup of cocoa" })).await;
    assert_eq!((find(&ada, "coffee").await.len(), find(&ada, "cocoa").await.len()), (0, 1));
    ada.delete(&path).await;
    assert_eq!(find(&ada, "cocoa").await.len(), 0);
}

#[tokio::test]
async fn no_text_breaks_the_query() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    ada.say(&room, "plain words and 数字 and naïve").await;
    let hostile = [
        "\"",
        "'",
        "*",
        "(",
        ")",
        "^",
        ":",
        "-",
        "+",
        "AND",
        "OR",
        "NOT",
        "NEAR(a b)",
        "a AND",
        "body:a",
        "\" OR 1=1 --",
        "plain\"",
        "plain*)",
        "{a b}",
        "\\",
        "%",
        "\u{0}",
        "🫖",
        "\u{301}",
        "न्",
    ];
    for text in hostile {
        for text in [text.to_owned(), format!("plain {text}"), text.repeat(500)] {
            assert_eq!(ask(&ada, &text).await.status(), StatusCode::OK, "{text}");
        }
    }
    for text in ["", "   ", "!?"] {
        assert_eq!(find(&ada, text).await.len(), 0, "{text}");
    }
    for text in ["plain\"", "(words)", "naive", "数字", "PLAIN -words"] {
        assert_eq!(find(&ada, text).await.len(), 1, "{text}");
    }
}

#[tokio::test]
async fn hits_come_in_pages() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    for number in 0..25 {
        ada.say(&room, &format!("biscuit number {number}")).await;
    }
    let first = ada.json("/api/search?q=biscuit").await;
    let second = ada.json(&format!("/api/search?q=biscuit&before={}", first["next"])).await;
    assert_eq!((items(first).len(), items(second.clone()).len()), (20, 5));
    assert_eq!(second["next"], Value::Null);
    let page = ada.page("/search?q=biscuit").await;
    assert!(
        page.contains("<mark>biscuit</mark> number 24") && page.contains("q=biscuit&amp;before=")
    );
}

async fn find(person: &Person, text: &str) -> Vec<Value> {
    items(ask(person, text).await.json().await.unwrap())
}

async fn ask(person: &Person, text: &str) -> reqwest::Response {
    let address = reqwest::Url::parse_with_params("http://x/api/search", [("q", text)]).unwrap();
    person.get(&format!("/api/search?{}", address.query().unwrap())).await
}
