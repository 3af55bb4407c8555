//! Finding what was said.

use std::time::Duration;

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

/// What was said; what finds it, and what of it is marked; what does not find it.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

#[tokio::test]
async fn each_script_and_each_sign_is_found() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let cases: [Case; 18] = [
        (
            "我们明天去上海看看吧",
            &[("上海", "上海"), ("上", "上"), ("去上海看", "去上海看"), ("明天 上海", "明天")],
            &["海上", "北京"],
        ),
        ("東京タワーへ行く", &[("京タ", "京タ"), ("タワー", "タワー")], &["ワタ"]),
        ("ฉันชอบดื่มน้ำชา", &[("ชอบ", "ชอบ"), ("น้ำ", "น้ำ")], &["กาแฟ"]),
        ("대한민국에서", &[("민국", "민국"), ("한민국에", "한민국에")], &["국민"]),
        ("नमस्ते दुनिया", &[("नमस्ते", "नमस्ते"), ("दुनि", "दुनिया")], &["दनय"]),
        ("مرحبا بالعالم", &[("مرحبا", "مرحبا"), ("بالع", "بالعالم")], &["عالمب"]),
        ("a café here", &[("cafe\u{301}", "café"), ("CAFE", "café"), ("café", "café")], &["afé"]),
        ("re\u{301}sume\u{301} sent", &[("résumé", "résumé"), ("resume", "résumé")], &["sume"]),
        ("written in C++ then", &[("C++", "C++"), ("c+", "C+"), ("(c++)", "C++")], &["C#", "C+++"]),
        ("written in C#, then", &[("c#", "C#"), ("C#,", "C#")], &["c##", "#c"]),
        ("moved to .NET now", &[(".net", ".NET"), (".ne", ".NET")], &["x.net"]),
        (
            "runs on node.js today",
            &[("node.js", "node.js"), ("js", "js"), ("\"node.js\"", "node.js")],
            &["nodejs"],
        ),
        (
            "call foo_bar() twice",
            &[("foo_bar", "foo_bar"), ("bar", "bar"), ("foo_bar()", "foo_bar")],
            &["foobar"],
        ),
        ("about #tagged things", &[("#tag", "#tagged"), ("tagged", "tagged")], &["##tagged"]),
        (
            "ask @grace first",
            &[("@grace", "@grace"), ("grace", "grace"), ("@gr", "@grace")],
            &["grace@"],
        ),
        (
            "https://example.com/a_b?c=d",
            &[("example.com/a_b", "example.com/a_b"), ("a_b?c", "a_b?c")],
            &["b_a"],
        ),
        ("cheers 🎉 all", &[("🎉", "🎉")], &["👍"]),
        ("5 % of 1,000 and <b>&amp;", &[("%", "%"), ("1,000", "1,000"), ("<b>", "b")], &["1000"]),
    ];
    let mut ids = Vec::new();
    for (said, _, _) in &cases {
        ids.push(ada.say(&room, said).await["id"].clone());
    }
    for ((said, finding, missing), id) in cases.into_iter().zip(ids) {
        for (text, marked) in finding {
            let hits = find(&ada, text).await;
            let mark = format!("<mark>{marked}</mark>");
            let found = hits.iter().any(|hit| hit["snippet"].as_str().unwrap().contains(&mark));
            assert!(found, "{text} in {said}: {hits:?}");
        }
        for text in missing {
            let hits = find(&ada, text).await;
            assert!(!hits.iter().any(|hit| hit["message_id"] == id), "{text} in {said}");
        }
    }
    // Not every word with a c.
    ada.say(&room, "a cat and a c").await;
    assert_eq!(find(&ada, "C++").await.len(), 1);
}

#[tokio::test]
async fn a_snippet_is_what_was_said() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    let said = "<i> 上海, C++; «é» \"x\" & 'y' | 50% — 👩‍👧! e\u{301}";
    ada.say(&room, said).await;
    let hits = find(&ada, "上海").await;
    let snippet = hits[0]["snippet"].as_str().unwrap();
    let marked = snippet
        .replace("<mark>", "")
        .replace("</mark>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let plain = marked.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    assert_eq!(plain, said.replace("e\u{301}", "é"));
}

#[tokio::test]
async fn pages_keep_the_signs_that_are_looked_for() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    for number in 0..21 {
        ada.say(&room, &format!("C++ & 上海 {number}")).await;
        ada.say(&room, &format!("C and {number}")).await;
    }
    let page = ada.page("/search?q=C%2B%2B+%26+%E4%B8%8A%E6%B5%B7").await;
    let next = page.split("search?").nth(1).unwrap().split('"').next().unwrap();
    let page = ada.page(&format!("/search?{}", next.replace("&amp;", "&"))).await;
    assert_eq!(page.matches("class=\"hit\"").count(), 1, "{page}");
}

#[tokio::test]
async fn what_another_program_wrote_is_found_after_the_next_start() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    for number in 0..450 {
        ada.say(&room, &format!("tea in 上海 {number}")).await;
    }
    let mut unit = server.app.begin().await.unwrap();
    sqlx::query("DELETE FROM message_search").execute(unit.db()).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(find(&ada, "上海").await.len(), 0);
    drop(ada);
    let server = server.restart(|_| ()).await;
    let ada = server.sign_in("ada").await;
    while find(&ada, "上海 1").await.len() < 20 || find(&ada, "上海 449").await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
