//! Accounts: registering, signing in and out, passwords, and one's sessions.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{PASSWORD, Server, body, problem};

#[tokio::test]
async fn the_first_account_is_the_administrators() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let grace = server.sign_up("grace").await;
    assert_eq!(ada.json("/api/me").await["role"], "admin");
    assert_eq!(grace.json("/api/me").await["role"], "member");
}

#[tokio::test]
async fn two_at_the_same_time_do_not_both_become_administrators() {
    let server = Server::start().await;
    let (ada, grace) = tokio::join!(server.sign_up("ada"), server.sign_up("grace"));
    let roles = [&ada.json("/api/me").await["role"], &grace.json("/api/me").await["role"]]
        .map(ToString::to_string);
    assert_eq!(roles.iter().filter(|role| role.contains("admin")).count(), 1);
}

#[tokio::test]
async fn a_registration_names_every_problem() {
    let server = Server::start().await;
    let form = json!({ "name": " ", "email": "nowhere", "password": "short" });
    let answer = server.visitor().post("/api/register", &form).await;
    let problem = problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    let fields: Vec<&String> = problem["errors"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["email", "name", "password"]);
}

#[tokio::test]
async fn an_address_has_one_account_whatever_its_case() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let form = json!({ "name": "Ada", "email": "ADA@Example.com", "password": PASSWORD });
    let answer = server.visitor().post("/api/register", &form).await;
    let problem = problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(problem["errors"]["email"].is_array());
}

#[tokio::test]
async fn signing_in_takes_the_right_password() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let wrong = json!({ "email": "ada@example.com", "password": "not the password" });
    let unknown = json!({ "email": "nobody@example.com", "password": PASSWORD });
    let wrong = problem(
        server.visitor().post("/api/login", &wrong).await,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
    let unknown = problem(
        server.visitor().post("/api/login", &unknown).await,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
    assert_eq!(wrong, unknown, "the answer tells whether there is an account");
    server.sign_in("ada").await;
}

#[tokio::test]
async fn each_sign_in_has_a_token_of_its_own() {
    let server = Server::start().await;
    let first = server.sign_up("ada").await;
    let second = server.sign_in("ada").await;
    assert_ne!(first.token, second.token);
    assert_eq!(second.json("/api/me").await["id"], first.id);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_only_that() {
    let server = Server::start().await;
    let laptop = server.sign_up("ada").await;
    let phone = server.sign_in("ada").await;
    body(laptop.post("/api/logout", &()).await, StatusCode::NO_CONTENT).await;
    problem(laptop.get("/api/me").await, StatusCode::UNAUTHORIZED).await;
    let with_old_token =
        server.visitor().request(reqwest::Method::GET, "/api/me").bearer_auth(&laptop.token);
    problem(with_old_token.send().await.unwrap(), StatusCode::UNAUTHORIZED).await;
    phone.json("/api/me").await;
}

#[tokio::test]
async fn a_program_signs_in_with_the_token() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let http = reqwest::Client::new();
    let request = http
        .patch(server.url("/api/me"))
        .bearer_auth(&ada.token)
        .json(&json!({ "name": "Countess" }));
    assert_eq!(body(request.send().await.unwrap(), StatusCode::OK).await["name"], "Countess");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let server = Server::start().await;
    let laptop = server.sign_up("ada").await;
    let phone = server.sign_in("ada").await;
    let wrong = json!({ "current": "not the password", "password": "another long one" });
    let answer = laptop.post("/api/me/password", &wrong).await;
    let problem_ = problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(problem_["errors"]["current"].is_array());
    let right = json!({ "current": PASSWORD, "password": "another long one" });
    body(laptop.post("/api/me/password", &right).await, StatusCode::NO_CONTENT).await;
    laptop.json("/api/me").await;
    problem(phone.get("/api/me").await, StatusCode::UNAUTHORIZED).await;
    let old = json!({ "email": "ada@example.com", "password": PASSWORD });
    problem(server.visitor().post("/api/login", &old).await, StatusCode::UNPROCESSABLE_ENTITY)
        .await;
}

#[tokio::test]
async fn somebody_sees_and_ends_their_own_sessions() {
    let server = Server::start().await;
    let laptop = server.sign_up("ada").await;
    let phone = server.sign_in("ada").await;
    let sessions = laptop.json("/api/me/sessions").await;
    let other =
        sessions["items"].as_array().unwrap().iter().find(|session| session["current"] == false);
    let other = other.unwrap()["id"].as_i64().unwrap();
    let path = format!("/api/me/sessions/{other}");
    let grace = server.sign_up("grace").await;
    problem(grace.delete(&path).await, StatusCode::NOT_FOUND).await;
    body(laptop.delete(&path).await, StatusCode::NO_CONTENT).await;
    problem(phone.get("/api/me").await, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn what_the_schema_adds_is_part_of_an_account() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let me = ada.json("/api/me").await;
    let all = ada.json("/api/admin/users").await;
    let fields = "handle born_on settings pronouns time_zone newsletter theme seen_at";
    for field in fields.split(' ') {
        assert!(me.get(field).is_some(), "{field}");
        assert_eq!(all["items"][0][field], me[field], "{field}");
    }
    let unknown = ada.patch("/api/me", &json!({ "surely_unknown": 1 })).await;
    problem(unknown, StatusCode::UNPROCESSABLE_ENTITY).await;
    let texts = "pronouns";
    for field in texts.split(' ') {
        for value in [json!("x"), json!(null)] {
            let changed = ada.patch("/api/me", &json!({ field: value })).await;
            let changed = body(changed, StatusCode::OK).await;
            assert_eq!(changed[field], value, "{field}");
            assert_eq!(changed["name"], me["name"]);
        }
        let wrong = ada.patch("/api/me", &json!({ field: [1] })).await;
        problem(wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
        let email = format!("{field}@example.com");
        let form = json!({ "name": "x", "email": email, "password": PASSWORD, field: "x" });
        let answer = server.visitor().post("/api/register", &form).await;
        assert_eq!(body(answer, StatusCode::CREATED).await["user"][field], "x", "{field}");
    }
    ada.page("/settings").await;
}

#[tokio::test]
async fn what_the_schema_adds_is_part_of_a_session() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let sessions = ada.json("/api/me/sessions").await;
    let fields = "device";
    for field in fields.split(' ') {
        assert!(sessions["items"][0].get(field).is_some(), "{field}");
    }
}

#[tokio::test]
async fn an_expired_session_is_none() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let expire = sqlx::query(
        "UPDATE visits
         SET expires_at = '2020-01-01T00:00:00+00:00'",
    );
    let mut unit = server.app.begin().await.unwrap();
    expire.execute(unit.db()).await.unwrap();
    unit.commit().await.unwrap();
    problem(ada.get("/api/me").await, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn forms_work_without_a_script() {
    let server = Server::start().await;
    let visitor = server.visitor();
    let form = [
        ("name", "Ada"),
        ("email", "ada@example.com"),
        ("password", PASSWORD),
        ("next", "/settings"),
    ];
    let answer = visitor.submit("/register", &form).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/settings");
    let answer = visitor.submit("/logout", &[]).await;
    assert_eq!(answer.headers()["location"], "/login");
    let wrong = [("email", "ada@example.com"), ("password", "wrong"), ("next", "/settings")];
    let answer = visitor.submit("/login", &wrong).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("ada@example.com") && page.contains("settings"), "{page}");
    let right = [("email", "ada@example.com"), ("password", PASSWORD), ("next", "//evil.example/")];
    let answer = visitor.submit("/login", &right).await;
    assert_eq!(answer.headers()["location"], "/", "led to another site");
}
