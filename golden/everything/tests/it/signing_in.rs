//! Signing in while others try to be somebody, or try to keep somebody out.

use std::time::Duration;

use reqwest::{Method, Response, StatusCode};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::support::{Browser, PASSWORD, Server, body, problem};

const PATIENCE: Duration = Duration::from_secs(120);

/// A server behind a proxy on this machine, which says who calls.
async fn proxied(attempts: u32) -> Server {
    let server = Server::with(|config| {
        config.login_attempts = attempts;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    });
    server.await
}

/// One attempt to sign in, from an address.
async fn attempt(browser: &Browser, address: &str, name: &str, password: &str) -> Response {
    let email = format!("{name}@example.com");
    let request = browser.request(Method::POST, "/api/login");
    let request = request.header("x-forwarded-for", address);
    request.json(&json!({ "email": email, "password": password })).send().await.unwrap()
}

/// Guesses from one address until that is refused.
async fn use_up(server: &Server, address: &str, name: &str) {
    let visitor = server.visitor();
    for _ in 0..1_000 {
        let status = attempt(&visitor, address, name, "a guess of mine").await.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return;
        }
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    panic!("{address} may guess for ever");
}

/// Guesses from more and more addresses, until a new one is refused at once.
async fn use_up_everywhere(server: &Server, name: &str) {
    let visitor = server.visitor();
    for n in 0..1_000 {
        let address = format!("10.1.{}.{}", n / 250, n % 250);
        let status = attempt(&visitor, &address, name, "a guess of mine").await.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return;
        }
    }
    panic!("an account can be guessed for ever from many addresses");
}

#[tokio::test]
async fn whoever_polls_an_account_locks_out_only_themselves() {
    let server = proxied(4).await;
    server.sign_up("ada").await;
    for round in 0..3 {
        use_up(&server, "10.0.0.66", "ada").await;
        let address = format!("10.0.1.{round}");
        body(attempt(&server.visitor(), &address, "ada", PASSWORD).await, StatusCode::OK).await;
    }
    // One household is one address, whichever of its addresses it takes.
    use_up(&server, "2001:db8::1", "ada").await;
    let answer = attempt(&server.visitor(), "2001:db8::2:3:4", "ada", PASSWORD).await;
    problem(answer, StatusCode::TOO_MANY_REQUESTS).await;
    body(attempt(&server.visitor(), "2001:db8:0:1::1", "ada", PASSWORD).await, StatusCode::OK)
        .await;
}

#[tokio::test]
async fn a_browser_that_was_signed_in_before_is_never_locked_out() {
    let server = proxied(4).await;
    let laptop = server.sign_up("ada").await;
    body(laptop.post("/api/logout", &()).await, StatusCode::NO_CONTENT).await;
    use_up_everywhere(&server, "ada").await;
    let stranger = attempt(&server.visitor(), "10.0.0.1", "ada", PASSWORD).await;
    assert!(stranger.headers().contains_key("retry-after"));
    problem(stranger, StatusCode::TOO_MANY_REQUESTS).await;
    body(attempt(&laptop, "10.0.0.1", "ada", PASSWORD).await, StatusCode::OK).await;
    // It has a quota of its own, and what was in it before does not help with another account.
    use_up_everywhere(&server, "grace").await;
    problem(attempt(&laptop, "10.9.9.9", "grace", "a guess").await, StatusCode::TOO_MANY_REQUESTS)
        .await;
    let mut last = StatusCode::OK;
    for _ in 0..5 {
        last = attempt(&laptop, "10.0.0.1", "ada", "a guess of mine").await.status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_known_browser_is_known_for_nothing_else() {
    let server = proxied(4).await;
    let ada = server.sign_up("ada").await;
    body(ada.post("/api/logout", &()).await, StatusCode::NO_CONTENT).await;
    problem(ada.get("/api/me").await, StatusCode::UNAUTHORIZED).await;
    let guess = attempt(&ada, "10.0.0.1", "ada", "a guess of mine").await;
    problem(guess, StatusCode::UNPROCESSABLE_ENTITY).await;
    use_up_everywhere(&server, "ada").await;
    let forged = [
        format!("device={0}.{0}", "a".repeat(64)),
        "device=.".to_owned(),
        format!("device={}", "a".repeat(4_000)),
    ];
    for cookie in forged {
        let request = server.visitor().request(Method::POST, "/api/login").header("cookie", cookie);
        let form = json!({ "email": "ada@example.com", "password": PASSWORD });
        let answer =
            request.header("x-forwarded-for", "10.0.0.1").json(&form).send().await.unwrap();
        problem(answer, StatusCode::TOO_MANY_REQUESTS).await;
    }
}

#[tokio::test]
async fn a_new_password_can_be_set_while_others_guess() {
    let server = proxied(4).await;
    let ada = server.sign_up("ada").await;
    use_up_everywhere(&server, "ada").await;
    let change = json!({ "current": PASSWORD, "password": "another long one" });
    body(ada.post("/api/me/password", &change).await, StatusCode::NO_CONTENT).await;
    // This browser knows the new one, so it goes on being known.
    body(ada.post("/api/logout", &()).await, StatusCode::NO_CONTENT).await;
    body(attempt(&ada, "10.0.0.1", "ada", "another long one").await, StatusCode::OK).await;
}

#[tokio::test]
async fn a_session_has_so_many_attempts_to_change_the_password_and_another_its_own() {
    let server = proxied(4).await;
    let laptop = server.sign_up("ada").await;
    let phone = server.sign_in("ada").await;
    let change = |current: &str| json!({ "current": current, "password": "another long one" });
    for _ in 0..4 {
        let answer = laptop.post("/api/me/password", &change("a guess of mine")).await;
        problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let answer = laptop.post("/api/me/password", &change(PASSWORD)).await;
    problem(answer, StatusCode::TOO_MANY_REQUESTS).await;
    let answer = phone.post("/api/me/password", &change(PASSWORD)).await;
    body(answer, StatusCode::NO_CONTENT).await;
}

#[tokio::test]
async fn what_nobody_can_be_called_is_not_even_counted() {
    let server = proxied(1).await;
    server.sign_up("ada").await;
    let wrong = attempt(&server.visitor(), "10.0.0.1", "nobody", "a guess of mine").await;
    let wrong = problem(wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
    for length in [255, 10_000, 900_000] {
        for _ in 0..5 {
            let (name, long) = ("a".repeat(length), "p".repeat(length * 4));
            let answer = attempt(&server.visitor(), "10.0.0.2", &name, PASSWORD).await;
            assert_eq!(problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await, wrong);
            if long.len() < 1_000_000 {
                let answer = attempt(&server.visitor(), "10.0.0.2", "ada", &long).await;
                assert_eq!(problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await, wrong);
            }
        }
    }
    body(attempt(&server.visitor(), "10.0.0.2", "ada", PASSWORD).await, StatusCode::OK).await;
    let form = json!({ "name": "x", "email": format!("{}@b.c", "a".repeat(900_000)), "password": PASSWORD });
    problem(server.visitor().post("/api/register", &form).await, StatusCode::UNPROCESSABLE_ENTITY)
        .await;
}

/// A server where a password takes long to hash.
async fn slow_to_hash() -> Server {
    let server = Server::with(|config| {
        config.password_memory = 64 * 1024;
        config.password_passes = 8;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    });
    server.await
}

#[tokio::test]
async fn whoever_waits_for_a_password_to_be_hashed_takes_nothing_from_others() {
    let server = slow_to_hash().await;
    let ada = server.sign_up("ada").await;
    let mut waiting = JoinSet::new();
    for n in 0..20 {
        let visitor = server.visitor();
        waiting
            .spawn(async move { attempt(&visitor, &format!("10.0.0.{n}"), "ada", PASSWORD).await });
    }
    let db = &server.app.db.read;
    let all_wait = async {
        while server.app.passwords.under_way() < 15 {
            sleep(Duration::from_millis(5)).await;
        }
        // A connection that was given back is there again a moment later.
        while db.num_idle() < db.size() as usize {
            assert!(server.app.passwords.under_way() > 5, "connections are held meanwhile");
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, all_wait).await.expect("they come");
    ada.json("/api/me").await;
}

#[tokio::test]
async fn whoever_would_wait_too_long_is_told_to_come_back() {
    let server = slow_to_hash().await;
    server.app.passwords.hash(String::new()).await.unwrap();
    let mut crowd = JoinSet::new();
    for n in 0..150 {
        let (visitor, address) = (server.visitor(), format!("10.0.{}.1", n));
        crowd.spawn(async move {
            loop {
                let answer = attempt(&visitor, &address, "ada", PASSWORD).await;
                if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
                    return answer;
                }
                // Nobody has an account here; nor is anything our own fault.
                assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
            }
        });
    }
    let answer = timeout(PATIENCE, crowd.join_next()).await.unwrap().unwrap().unwrap();
    assert!(answer.headers().contains_key("retry-after"));
    let problem = problem(answer, StatusCode::SERVICE_UNAVAILABLE).await;
    let sentence = problem["detail"].as_str().unwrap();
    let visitor = server.visitor();
    assert_eq!(visitor.get("/health").await.status(), StatusCode::OK);
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    let as_page = async {
        loop {
            let page = visitor.submit("/login", &form).await;
            if page.status() == StatusCode::SERVICE_UNAVAILABLE {
                return page;
            }
        }
    };
    let page = timeout(PATIENCE, as_page).await.unwrap();
    assert!(page.headers().contains_key("retry-after"));
    let page = page.text().await.unwrap();
    assert!(page.contains(sentence) && page.contains("ada@example.com"), "{page}");
}
