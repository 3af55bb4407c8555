//! What every text has to be before it is taken in.

use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use ::team_talk::text;

use ::team_talk::model::message::NOBODY;

use crate::support::random::Random;
use crate::support::{PAGES, PASSWORD, Person, ROOMS, Server, problem};

/// Nothing to see in any of them.
const INVISIBLE: [&str; 14] = [
    "",
    " ",
    "\u{200b}",
    "\u{2060}",
    "\u{feff}",
    "\u{ad}",
    "\u{3000}",
    "\u{301}",
    "\u{3164}",
    "\u{115f}\u{1160}",
    "\u{2800}",
    "\u{fe0f}\u{200d}",
    "\u{e0041}",
    "\u{200b} \u{34f}\u{180e}",
];

const VISIBLE: [&str; 9] = ["a", "1", "é", "e\u{301}", "字", "ש", "ก", "👍", "-"];

#[test]
fn something_is_to_be_seen() {
    for text in INVISIBLE {
        assert!(!text::is_visible(text), "{text:?}");
    }
    for text in VISIBLE {
        assert!(text::is_visible(text), "{text:?}");
    }
}

#[test]
fn a_text_is_composed_and_controls_nothing() {
    assert_eq!(text::cleaned("a\r\nb\rc\0\u{7}\u{1b}[1m\td"), "a\nb\nc[1m\td");
    assert_eq!(text::cleaned("e\u{301} \u{1112}\u{1161}\u{11ab}"), "é 한");
    assert_eq!(text::composed("  cafe\u{301} "), "café");
}

#[tokio::test]
async fn a_name_is_a_line_that_can_be_seen() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let bad = [
        "a\nb",
        "a\0",
        "\u{202e}ada",
        "a\u{2066}b",
        "ada\u{200f}",
        "a\u{2028}b",
        "a\u{7f}",
        "a\u{85}b",
    ];
    for name in bad.into_iter().chain(INVISIBLE) {
        for answer in [
            ada.patch("/api/me", &json!({ "name": name })).await,
            ada.post(ROOMS, &json!({ "name": name })).await,
            register(&server, name, "eve@example.com").await,
        ] {
            let errors = problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
            assert!(errors["errors"]["name"].is_array(), "{name:?}: {errors}");
        }
    }
    for name in ["Ada Lovelace", "آدا", "עדה", "O’Neil-Ångström 3rd", "艾達", "नमस्ते", "👩‍👧 Ada"]
    {
        let answer = ada.patch("/api/me", &json!({ "name": name })).await;
        assert_eq!(answer.status(), StatusCode::OK, "{name:?}");
        let answer = ada.post(ROOMS, &json!({ "name": name })).await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{name:?}");
    }
    ada.patch("/api/me", &json!({ "name": "  Rene\u{301} " })).await;
    assert_eq!(ada.json("/api/me").await["name"], "René");
}

#[tokio::test]
async fn nobody_is_called_like_what_nobody_wrote() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let wide = |char: char| match char {
        '!'..='~' => char::from_u32(char as u32 + 0xfee0).unwrap(),
        char => char,
    };
    let names = [
        NOBODY.to_owned(),
        NOBODY.to_uppercase(),
        format!(" {} ", NOBODY.to_lowercase()),
        format!("{NOBODY}\u{200b}"),
        format!("\u{2060}{NOBODY}\u{3164}"),
        NOBODY.chars().map(wide).collect(),
        NOBODY.chars().flat_map(|char| [char, '\u{ad}']).collect(),
    ];
    for name in names {
        let answer = ada.patch("/api/me", &json!({ "name": name })).await;
        problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
        let answer = register(&server, &name, "eve@example.com").await;
        problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
}

#[tokio::test]
async fn a_message_has_something_to_be_seen_and_is_stored_composed() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let room = ada.open("Tea").await;
    for text in INVISIBLE {
        let answer = ada.post(&format!("{room}/messages"), &json!({ "body": text })).await;
        problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    for text in VISIBLE {
        assert_eq!(ada.say(&room, text).await["body"], text::cleaned(text));
    }
    for id in ["", "a\0", "\n", "a\u{1b}"] {
        let message = json!({ "body": "tea", "client_id": id });
        let answer = ada.post(&format!("{room}/messages"), &message).await;
        problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
}

#[tokio::test]
async fn an_address_of_mail_is_one_whichever_way_it_is_typed() {
    let server = Server::start().await;
    let made = register(&server, "René", "rene\u{301}@example.com").await;
    assert_eq!(made.status(), StatusCode::CREATED);
    problem(register(&server, "René", "rené@example.com").await, StatusCode::UNPROCESSABLE_ENTITY)
        .await;
    for email in ["a\0@example.com", "a@exa\u{202e}mple.com", "a\n@example.com", "a b@example.com"]
    {
        problem(register(&server, "Eve", email).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
}

async fn register(server: &Server, name: &str, email: &str) -> reqwest::Response {
    let form = json!({ "name": name, "email": email, "password": PASSWORD });
    server.visitor().post("/api/register", &form).await
}

/// A NUL ends a text for SQLite's functions and for nobody else, which is how a rule is passed and then broken.
#[tokio::test]
async fn a_nul_anywhere_is_an_error_of_the_sender() {
    let server = Server::start().await;
    server.sign_up("ada").await;
    let ada = server.sign_in("ada").await;
    let document = ada.json("/api/openapi.json").await;
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        routes
            .extend(item.as_object().unwrap().iter().map(|(method, route)| (path, method, route)));
    }
    assert!(routes.len() > 20);
    for seed in 0..6 {
        let mut random = Random::new(seed);
        for (path, method, route) in &routes {
            if *path != "/api/logout" {
                attack(&ada, &document, (path.as_str(), method.as_str(), route), &mut random).await;
            }
        }
    }
}

/// Asks for a route with a NUL in some of what it takes.
async fn attack(ada: &Person, document: &Value, of: (&str, &str, &Value), random: &mut Random) {
    let (path, method, route) = of;
    let room = ada.open("Tea").await;
    let message = ada.say(&room, "tea").await["id"].to_string();
    let mut target = path.replace("{room_id}", room.rsplit('/').next().unwrap());
    target = target.replace("{message_id}", &message);
    let mut query = Vec::new();
    for parameter in route["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        let value = ["1", "%00", "a%00b", "%F0%9F%91%8D%00"][random.below(4)];
        match parameter["in"].as_str() {
            Some("path") => target = target.replace(&format!("{{{name}}}"), value),
            _ => query.push(format!("{name}={value}")),
        }
    }
    target = format!("{target}?{}&q=%00&next=%00", query.join("&"));
    let schema = &route["requestBody"]["content"]["application/json"]["schema"];
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let mut request = ada.request(method, &target);
    if !schema.is_null() {
        let body = if random.below(2) == 0 {
            written(document, schema, random)
        } else {
            poisoned(document, schema)
        };
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status();
    assert_ne!(
        status,
        StatusCode::INTERNAL_SERVER_ERROR,
        "{path}: {}",
        answer.text().await.unwrap()
    );
}

/// What a schema asks for, with a NUL in some of its texts.
fn written(document: &Value, schema: &Value, random: &mut Random) -> Value {
    value(document, schema, &mut |number| match random.below(3) {
        0 => "a\0b".to_owned(),
        1 => "\0".to_owned(),
        _ => format!("words {number}"),
    })
}

/// The same with a NUL in all of them.
fn poisoned(document: &Value, schema: &Value) -> Value {
    value(document, schema, &mut |_| "a\0b".to_owned())
}

fn value(document: &Value, schema: &Value, text: &mut impl FnMut(usize) -> String) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return value(document, document.pointer(&reference[1..]).unwrap(), text);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| value(document, part, text));
        let fields = parts.filter_map(|part| part.as_object().cloned()).flatten();
        return Value::Object(fields.collect());
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        return value(document, choices.last().unwrap(), text);
    }
    let kind = schema["type"].as_array().map_or(&schema["type"], |kinds| &kinds[0]);
    match kind.as_str() {
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([value(document, &schema["items"], text)]),
        Some("object") => {
            let mut fields = Map::new();
            for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
                fields.insert(name.clone(), value(document, schema, text));
            }
            Value::Object(fields)
        }
        _ => match schema["enum"].as_array() {
            Some(words) => words[0].clone(),
            None => json!(text(schema.to_string().len())),
        },
    }
}

#[tokio::test]
async fn a_nul_in_the_address_of_a_page_is_an_error_of_the_sender() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    ada.open("Tea").await;
    let pages = [
        "/decisions?q=%00",
        "/decisions/%00",
        "/decisions/1%00/edit",
        "/projects?q=%00",
        "/projects/%00",
        "/projects/1%00/edit",
        "/tasks?q=%00",
        "/tasks/%00",
        "/tasks/1%00/edit",
        "/rooms/%00",
        "/rooms/1/messages/%00",
        "/rooms/1/history?before=%00",
        "/rooms?before=%00",
        "/search?q=%00",
        "/search?q=a%00b&before=%00",
        "/login?x=%00",
        "/register?x=%00",
        "/static/%00",
        "/%00",
    ];
    for page in pages {
        let answer =
            ada.request(Method::GET, page).header("accept", "text/html").send().await.unwrap();
        assert!(answer.status().as_u16() < 500, "{page}: {}", answer.status());
    }
}

#[tokio::test]
async fn a_nul_in_a_form_is_an_error_of_the_sender() {
    let server = Server::start().await;
    let ada = server.sign_up("ada").await;
    let good =
        [("name", "Tea"), ("email", "tea@example.com"), ("password", PASSWORD), ("kind", "open")];
    for (number, (field, _)) in good.into_iter().enumerate() {
        let mut form = good;
        form[number] = (field, "a\0b");
        for path in ["/login", "/register", PAGES] {
            let status = ada.submit(path, &form).await.status();
            assert!(status.as_u16() < 500, "{path} {field}: {status}");
        }
    }
}
