//! Settings: where they come from, and what is refused.

use std::sync::Mutex;

use ::my_chat::config::{Config, Environment};

/// Reads a file and variables that are given as pairs.
fn read(file: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    Config::read(file, |name| {
        let found = variables.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

fn problems(file: &str, variables: &[(&str, &str)]) -> String {
    read(file, variables).err().expect("these settings are refused")
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = "bind = \"127.0.0.1:4000\"\nsession_days = 7\n";
    let days = "MY_CHAT_SESSION_DAYS";
    let config = read(file, &[(days, "3")]).unwrap();
    assert_eq!(config.bind.port(), 4000);
    assert_eq!(config.session_days, 3);
}

#[test]
fn every_problem_is_named_at_once() {
    let file = "bind = \"nowhere\"\nsession_dais = 7\ntrusted_proxies = [\"10.0.0.0/40\"]\n";
    let attempts = "MY_CHAT_LOGIN_ATTEMPTS";
    let problems = problems(file, &[(attempts, "many")]);
    for part in ["bind", "session_dais", "trusted_proxies", attempts] {
        assert!(problems.contains(part), "{part} is missing in: {problems}");
    }
    assert_eq!(problems.lines().count(), 4, "{problems}");
}

#[test]
fn production_refuses_what_is_not_safe() {
    let open = "environment = 'production'\nbind = '0.0.0.0:3000'\nassistant_provider = 'off'\n";
    assert!(problems(open, &[]).contains("public_url"));
    assert!(problems(&format!("{open}password_memory = 8"), &[]).contains("password_memory"));
    for safe in ["public_url = \"https://chat.example/\"", "allow_http = true"] {
        let config = read(&format!("{open}{safe}"), &[]).unwrap();
        assert_eq!(config.environment, Environment::Production);
    }
}

#[test]
fn another_port_moves_the_address_too() {
    let cases = [
        ("127.0.0.1:3000", "http://127.0.0.1:4000"),
        ("[::1]:0", "http://[::1]:4000"),
        ("0.0.0.0:80", "http://localhost:4000"),
        ("[::]:3000", "http://localhost:4000"),
    ];
    for (bind, url) in cases {
        let mut config = read(&format!("bind = '{bind}'"), &[]).unwrap();
        config.listen_on(4000);
        assert_eq!(config.public_url, url);
    }
    let mut config = read("public_url = 'https://chat.example'", &[]).unwrap();
    config.listen_on(4000);
    assert_eq!(config.public_url, "https://chat.example");
}

#[test]
fn an_address_is_understood_as_browsers_write_it() {
    let cases = [
        ("https://chat.example", "https://chat.example"),
        ("https://chat.example/", "https://chat.example"),
        (" https://Chat.EXAMPLE:443/ ", "https://chat.example"),
        ("HTTP://chat.example:80", "http://chat.example"),
        ("http://chat.example:8080", "http://chat.example:8080"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("https://köln.example", "https://xn--kln-sna.example"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ];
    for (given, url) in cases {
        let config = read(&format!("public_url = '{given}'"), &[]).unwrap();
        assert_eq!(config.public_url, url, "{given}");
    }
}

#[test]
fn an_address_that_is_none_is_refused_with_what_is_wrong() {
    let cases = [
        ("chat.example", "https://"),
        ("ftp://chat.example", "https://"),
        ("https://", "https://"),
        ("https://chat.example/chat", "/chat"),
        ("https://chat.example/?a=b", "https://chat.example"),
        ("https://chat.example/#top", "https://chat.example"),
        ("https://ada:hunter2@chat.example", "https://chat.example"),
        ("https://hunter2@chat.example/hunter2", "https://chat.example"),
        ("https://chat.example:99999", "https://"),
        ("https://a b", "https://"),
    ];
    for (given, part) in cases {
        let problems = problems(&format!("public_url = '{given}'"), &[]);
        assert!(problems.contains("MY_CHAT_PUBLIC_URL"), "{problems}");
        assert!(problems.contains(part) && !problems.contains("hunter2"), "{problems}");
    }
}

#[test]
fn the_example_names_every_setting() {
    let example = include_str!("../../.env.example");
    let asked = Mutex::new(Vec::new());
    let nothing = |name: &str| {
        asked.lock().unwrap().push(name.to_owned());
        None
    };
    Config::read("", nothing).unwrap();
    for name in asked.into_inner().unwrap() {
        assert!(example.contains(&format!("# {name}=")), "{name} is missing in .env.example");
    }
}
