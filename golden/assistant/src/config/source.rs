//! Where settings come from, and what was wrong with them.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use toml::{Table, Value};

use super::PREFIX;
use super::site::origin;

pub struct Source<E> {
    file: Table,
    env: E,
    asked: BTreeSet<String>,
    problems: Vec<String>,
}

impl<E: Fn(&str) -> Option<String>> Source<E> {
    /// # Errors
    /// The file is not TOML.
    pub fn new(file: &str, env: E) -> Result<Self, String> {
        let file = file.parse().map_err(|error| format!("config.toml: {error}"))?;
        Ok(Self { file, env, asked: BTreeSet::new(), problems: Vec::new() })
    }

    pub fn get<T: FromStr<Err: Display>>(&mut self, key: &str, default: T) -> T {
        match self.text(key) {
            Some(text) => self.parse(key, &text).unwrap_or(default),
            None => default,
        }
    }

    /// A list in the file, or parts between commas in the environment.
    pub fn list<T: FromStr<Err: Display>>(&mut self, key: &str) -> Vec<T> {
        let text = self.text(key).unwrap_or_default();
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.filter_map(|part| self.parse(key, part)).collect()
    }

    pub fn seconds(&mut self, key: &str, default: u64) -> Duration {
        Duration::from_secs(self.get(key, default))
    }

    /// An address, as browsers name an origin.
    pub fn origin(&mut self, key: &str, default: String) -> String {
        let Some(text) = self.text(key) else { return default };
        origin(&text).unwrap_or_else(|problem| {
            self.check(false, key, &problem);
            default
        })
    }

    pub fn check(&mut self, holds: bool, key: &str, problem: &str) {
        if !holds {
            self.problems.push(format!("{}: {problem}", names(key)));
        }
    }

    /// # Errors
    /// Every problem so far, and keys of the file that nobody asked for.
    pub fn finish(mut self) -> Result<(), String> {
        for key in self.file.keys().filter(|key| !self.asked.contains(*key)) {
            self.problems.push(format!("{key}: there is no such setting"));
        }
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems.join("\n")) }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        self.asked.insert(key.to_owned());
        (self.env)(&variable(key)).or_else(|| self.file.get(key).map(plain))
    }

    fn parse<T: FromStr<Err: Display>>(&mut self, key: &str, text: &str) -> Option<T> {
        text.parse().map_err(|error| self.problems.push(format!("{}: {error}", names(key)))).ok()
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase())
}

/// Both names of a setting, for messages.
fn names(key: &str) -> String {
    format!("{key} ({})", variable(key))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(time) => time.to_string(),
        // Nothing is set by a table; this can be parsed as no value at all.
        Value::Table(_) => "a table".to_owned(),
    }
}
