//! Settings: where they come from, and what is refused.

use std::sync::Mutex;

use ::everything::config::{Config, Environment};

/// Reads a file and variables that are given as pairs.
fn read(file: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let provider = "EVERYTHING_ASSISTANT_PROVIDER";
    let variables = [variables, &[(provider, "echo")]].concat();
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
    let days = "EVERYTHING_SESSION_DAYS";
    let config = read(file, &[(days, "3")]).unwrap();
    assert_eq!(config.bind.port(), 4000);
    assert_eq!(config.session_days, 3);
}

#[test]
fn every_problem_is_named_at_once() {
    let file = "bind = \"nowhere\"\nsession_dais = 7\ntrusted_proxies = [\"10.0.0.0/40\"]\n";
    let attempts = "EVERYTHING_LOGIN_ATTEMPTS";
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
    let mut config = read("", &[]).unwrap();
    config.listen_on(4000);
    assert_eq!(config.public_url, "http://127.0.0.1:4000");
}

#[test]
fn the_example_names_every_setting() {
    let example = include_str!("../../.env.example");
    let asked = Mutex::new(Vec::new());
    let nothing = |name: &str| {
        asked.lock().unwrap().push(name.to_owned());
        name.ends_with("_ASSISTANT_PROVIDER").then(|| "echo".to_owned())
    };
    Config::read("", nothing).unwrap();
    for name in asked.into_inner().unwrap() {
        assert!(example.contains(&format!("# {name}=")), "{name} is missing in .env.example");
    }
}
