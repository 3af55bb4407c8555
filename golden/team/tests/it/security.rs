//! What must not work.

use std::time::{Duration, Instant};

use reqwest::{Method, Response, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Error;

use crate::support::{Browser, PASSWORD, Server, Socket, body, problem};

#[tokio::test]
async fn another_site_can_not_change_anything() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let cookie = format!("session={}", ada.token);
    let from: [&[(&str, &str)]; 6] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        &[("origin", &ada.origin()), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
    ];
    let bodies = [
        ("application/json", r#"{"name":"Eve"}"#),
        ("application/x-www-form-urlencoded", "name=Eve"),
        ("text/plain", r#"{"name":"Eve"}"#),
    ];
    for headers in from {
        for (kind, body) in bodies {
            for (method, path) in [(Method::PATCH, "/api/me"), (Method::POST, "/logout")] {
                let http = reqwest::Client::new();
                let request = http.request(method, server.url(path)).header("cookie", &cookie);
                let request =
                    request.header("content-type", kind).header("accept", "*/*").body(body);
                let request = headers
                    .iter()
                    .fold(request, |request, (name, value)| request.header(*name, *value));
                let answer = request.send().await.unwrap();
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {headers:?} {kind}");
            }
        }
    }
    assert_eq!(ada.json("/api/me").await["name"], "ada");
}

#[tokio::test]
async fn json_is_taken_only_as_json() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let request = ada.request(Method::PATCH, "/api/me").header("content-type", "text/plain");
    let answer = request.body(r#"{"name":"Eve"}"#).send().await.unwrap();
    problem(answer, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
}

#[tokio::test]
async fn a_socket_opens_only_from_a_page_of_ours() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let cookie = format!("session={}", ada.token);
    let foreign: [&[(&str, &str)]; 3] =
        [&[("origin", "https://evil.example")], &[("origin", "null")], &[]];
    for origin in foreign {
        let headers = [origin, &[("cookie", cookie.as_str())]].concat();
        assert_eq!(refused(&server, &headers).await, StatusCode::FORBIDDEN, "{origin:?}");
    }
    let own = ada.origin();
    assert_eq!(refused(&server, &[("origin", &own)]).await, StatusCode::UNAUTHORIZED);
    Socket::open(server.address, &ada.token).await.unwrap();
}

/// The status with which a socket is refused.
async fn refused(server: &Server, headers: &[(&'static str, &str)]) -> StatusCode {
    match Socket::with(server.address, headers).await {
        Err(Error::Http(answer)) => StatusCode::from_u16(answer.status().as_u16()).unwrap(),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("the socket opened for {headers:?}"),
    }
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_it() {
    let server = Server::start().await;
    let visitor = server.visitor();
    for path in ["/login", "/register", "/nowhere", "/api/me", "/static/nowhere.js", "/health"] {
        let answer = visitor.get(path).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'self';"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert!(header("permissions-policy").contains("camera=()"));
        assert!(!answer.headers().contains_key("strict-transport-security"));
    }
}

#[tokio::test]
async fn pages_have_no_script_or_style_inside() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let visitor = server.visitor();
    for path in ["/login", "/register"] {
        let page = visitor.page(path).await;
        assert!(
            !page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="),
            "{page}"
        );
        assert!(!page.contains("<script>"), "{page}");
    }
}

#[tokio::test]
async fn a_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let server = Server::start().await;
    let cookie = cookie_of(&register(&server.visitor()).await);
    assert!(cookie.starts_with("session="), "{cookie}");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "{cookie}");
}

#[tokio::test]
async fn https_makes_cookies_secure() {
    let server = Server::with(|config| config.public_url = "https://chat.example".to_owned()).await;
    let answer = register(&server.visitor()).await;
    assert!(answer.headers().contains_key("strict-transport-security"));
    let cookie = cookie_of(&answer);
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("; Path=/") && !cookie.contains("Domain"), "{cookie}");
}

async fn register(visitor: &Browser) -> Response {
    let form = json!({ "name": "Ada", "email": "ada@example.com", "password": PASSWORD });
    let answer = visitor.post("/api/register", &form).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer
}

fn cookie_of(answer: &Response) -> String {
    answer.headers()["set-cookie"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn guessing_one_accounts_password_is_slow() {
    let server = Server::with(|config| {
        config.login_attempts = 5;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    });
    let server = server.await;
    server.sign_up("ada").await;
    let guess = async |address: String| {
        let form = json!({ "email": "ada@example.com", "password": "a guess of mine" });
        let request = server.visitor().request(Method::POST, "/api/login").json(&form);
        request.header("x-forwarded-for", address).send().await.unwrap()
    };
    let mut refused = None;
    for n in 0..100 {
        let answer = guess(format!("10.0.0.{n}")).await;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
        problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let refused = refused.expect("from many addresses, one may guess for ever");
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    problem(refused, StatusCode::TOO_MANY_REQUESTS).await;
    assert!(wait <= 60 / 5, "whoever locks others out does so for seconds, not for {wait}");
}

#[tokio::test]
async fn one_address_can_not_try_many_accounts() {
    let server = Server::with(|config| config.login_attempts = 5).await;
    let mut last = StatusCode::OK;
    for n in 0..5 * 3 + 1 {
        let form = json!({ "email": format!("{n}@example.com"), "password": "a guess of mine" });
        // Nobody made this proxy trusted: what it says does not count.
        let request = server.visitor().request(Method::POST, "/api/login").json(&form);
        let request = request.header("x-forwarded-for", format!("10.0.0.{n}"));
        last = request.send().await.unwrap().status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn an_unknown_account_takes_as_long_as_a_wrong_password() {
    let server = Server::with(|config| config.password_memory = 19 * 1024).await;
    server.sign_up("ada").await;
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    // The quickest of each: whatever else the machine does can only add to it.
    for _ in 0..3 {
        known = known.min(time(&server, "ada@example.com").await);
        unknown = unknown.min(time(&server, "nobody@example.com").await);
    }
    assert!(unknown > known / 3, "{unknown:?} against {known:?}");
}

async fn time(server: &Server, email: &str) -> Duration {
    let form = json!({ "email": email, "password": "not the password" });
    let start = Instant::now();
    problem(server.visitor().post("/api/login", &form).await, StatusCode::UNPROCESSABLE_ENTITY)
        .await;
    start.elapsed()
}

#[tokio::test]
async fn secrets_are_stored_only_as_hashes() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let mut db = server.app.read().await.unwrap();
    let query = "SELECT password_hash FROM users";
    let hash: String = sqlx::query_scalar(query).fetch_one(&mut *db).await.unwrap();
    assert!(hash.starts_with("$argon2id$"), "{hash}");
    let query = "SELECT token_hash FROM login_sessions";
    let token: Vec<u8> = sqlx::query_scalar(query).fetch_one(&mut *db).await.unwrap();
    assert_ne!(token, ada.token.as_bytes());
    let me = ada.get("/api/me").await.text().await.unwrap();
    assert!(!me.contains("argon2"), "{me}");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let server = Server::with(|config| config.body_limit = 10_000).await;
    let ada = server.sign_up("ada").await;
    let answer = ada.patch("/api/me", &json!({ "name": "x".repeat(20_000) })).await;
    problem(answer, StatusCode::PAYLOAD_TOO_LARGE).await;
}

#[tokio::test]
async fn a_banned_person_is_out_at_once() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let grace = server.sign_up("grace").await;
    let mut socket = grace.socket().await;
    let path = format!("/api/admin/users/{}", grace.id);
    body(ada.patch(&path, &json!({ "banned": true })).await, StatusCode::OK).await;
    assert_eq!(socket.closed().await, 4001);
    problem(grace.get("/api/me").await, StatusCode::UNAUTHORIZED).await;
    let form = json!({ "email": "grace@example.com", "password": PASSWORD });
    problem(server.visitor().post("/api/login", &form).await, StatusCode::UNPROCESSABLE_ENTITY)
        .await;
    body(ada.patch(&path, &json!({ "banned": false })).await, StatusCode::OK).await;
    server.sign_in("grace").await;
}

#[tokio::test]
async fn signing_out_and_a_new_password_close_sockets() {
    let server = Server::start().await;
    let laptop = server.sign_up("ada").await;
    let phone = server.sign_in("ada").await;
    let mut on_laptop = laptop.socket().await;
    let mut on_phone = phone.socket().await;
    let change = json!({ "current": PASSWORD, "password": "another long one" });
    body(laptop.post("/api/me/password", &change).await, StatusCode::NO_CONTENT).await;
    assert_eq!(on_phone.closed().await, 4001);
    body(laptop.post("/api/logout", &()).await, StatusCode::NO_CONTENT).await;
    assert_eq!(on_laptop.closed().await, 4001);
}

#[tokio::test]
async fn administration_does_not_exist_for_members() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let grace = server.sign_up("grace").await;
    for path in ["users", "rooms", "sessions", "counts"] {
        problem(grace.get(&format!("/api/admin/{path}")).await, StatusCode::NOT_FOUND).await;
    }
    let promotion = json!({ "role": "admin" });
    let path = format!("/api/admin/users/{}", grace.id);
    problem(grace.patch(&path, &promotion).await, StatusCode::NOT_FOUND).await;
    assert_eq!(grace.get("/admin").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let path = format!("/api/admin/users/{}", ada.id);
    for change in [json!({ "banned": true }), json!({ "role": "member" })] {
        problem(ada.patch(&path, &change).await, StatusCode::CONFLICT).await;
    }
}

#[tokio::test]
async fn what_a_proxy_asks_for_does_not_count() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let (cookie, bearer) = (format!("session={}", ada.token), format!("Bearer {}", ada.token));
    let (own, evil) = (ada.origin(), "https://evil.example");
    let (fine, nobody) = (StatusCode::OK, StatusCode::UNAUTHORIZED);
    let foreign = StatusCode::FORBIDDEN;
    // `Authorization`, whether the cookie is there, `Origin`, and how that ends.
    let cases = [
        ("Basic YTpi", true, own.as_str(), fine),
        ("basic", true, &own, fine),
        ("Negotiate abc", true, &own, fine),
        ("", true, &own, fine),
        ("Bearers abc", true, &own, fine),
        ("Basic YTpi", false, &own, nobody),
        ("Basic YTpi", true, evil, foreign),
        ("Negotiate abc", true, evil, foreign),
        ("", true, evil, foreign),
        ("Bearer", true, &own, nobody),
        ("Bearer ", true, &own, nobody),
        ("Bearer two words", true, &own, nobody),
        ("Bearer", true, evil, foreign),
        ("bearer  ", true, evil, foreign),
        ("Bearer two words", true, evil, foreign),
        ("Bearer wrong", true, evil, nobody),
        (&bearer, false, evil, fine),
        (&bearer.replace("Bearer", "bEARER"), false, evil, fine),
    ];
    for (authorization, with_cookie, origin, expected) in cases {
        let request = reqwest::Client::new().patch(server.url("/api/me"));
        let request = request.header("origin", origin).header("authorization", authorization);
        let request = if with_cookie { request.header("cookie", &cookie) } else { request };
        let answer = request.json(&json!({ "name": "ada" })).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{authorization:?} {with_cookie} {origin}");
    }
    // Nor may another site sign a browser in.
    for authorization in ["Basic YTpi", "Bearer", ""] {
        let form = [("email", "ada@example.com"), ("password", PASSWORD)];
        let request = reqwest::Client::new().post(server.url("/login")).form(&form);
        let request = request.header("origin", evil).header("authorization", authorization);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{authorization:?}");
    }
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let away = [
        "/%09/evil.example/x",
        "/%0a/evil.example",
        "/%0d%0a/evil.example",
        "/%00",
        "/%7f",
        "/%c2%85/evil.example",
        "%2f%2fevil.example",
        "//evil.example",
        "///evil.example",
        "/%5cevil.example",
        "%5c%5cevil.example",
        "/.//evil.example",
        "/..//evil.example",
        "/%252e%2f/../%2fevil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "%ef%bc%8f%ef%bc%8fevil.example",
        "%20//evil.example",
        "%ff",
        "",
    ];
    for next in away {
        let page = format!("/login?next={next}");
        let signed_in = ada.get(&page).await;
        assert_eq!(signed_in.status(), StatusCode::SEE_OTHER, "{next}");
        let location = signed_in.headers()["location"].to_str().unwrap();
        assert!(!location.contains("//"), "{next} leads to {location}");
        let page = server.visitor().page(&page).await;
        assert!(!page.contains("name=\"next\""), "{next} is handed on: {page}");
        let form = format!("email=ada%40example.com&password=a+long+password&next={next}");
        let request = server.visitor().request(Method::POST, "/login").body(form);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{next}");
        let location = answer.headers()["location"].to_str().unwrap();
        assert!(!location.contains("//"), "{next} leads to {location}");
    }
    let kept = ada.get("/login?next=/settings%3Fa=%C3%BC%23b").await;
    assert_eq!(kept.headers()["location"], "/settings?a=%C3%BC#b");
}

/// A target may have bytes that no header may have.
#[tokio::test]
async fn no_address_is_an_error_of_ours() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let mut random = getrandom::u64().unwrap() | 1;
    for n in 0..300 {
        let mut target = b"/settings?".to_vec();
        for _ in 0..n % 6 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            target.push(random as u8);
        }
        let end = b" HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        let request = [b"GET ", target.as_slice(), end];
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(&request.concat()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(matches!(status, "303" | "400"), "{target:?}: {answer}");
    }
}
