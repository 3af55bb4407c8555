//! The template environment: where templates come from, and the filters and functions they may use.

use chrono::{DateTime, TimeDelta, Utc};
use minijinja::value::{Serde, Value};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, State, TemplateSource, UndefinedBehavior, context,
};
use rust_embed::Embed;
use serde::Deserialize;

use crate::http::assets;
use crate::text;

#[derive(Embed)]
#[folder = "templates"]
struct Templates;

/// Messages of one person that follow each other within this time stand under one name.
const GROUP_MINUTES: i64 = 5;

pub fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_loader(load);
    env.set_auto_reload(cfg!(debug_assertions));
    env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.add_function("asset", |path: &str| assets::url(path));
    env.add_function("icon", icon);
    env.add_function("same_day", same_day);
    env.add_function("follows", follows);
    env.add_filter("clock", |time: Serde<DateTime<Utc>>| time.format("%H:%M").to_string());
    env.add_filter("day", |time: Serde<DateTime<Utc>>| time.format("%A %-d %B %Y").to_string());
    env.add_filter("moment", |time: Serde<DateTime<Utc>>| {
        time.format("%-d %b %Y, %H:%M").to_string()
    });
    env.add_filter("device", device);
    env.add_filter("initials", initials);
    env.add_filter("isolated", isolated);
    env.add_filter("hue", hue);
    env
}

fn load(name: &str) -> Result<Option<TemplateSource>, Error> {
    let Some(file) = Templates::get(name) else { return Ok(None) };
    let text = String::from_utf8(file.data.into_owned())
        .map_err(|error| Error::new(ErrorKind::SyntaxError, error.to_string()))?;
    Ok(Some(TemplateSource::new(text).with_uptodate_check(|| !cfg!(debug_assertions))))
}

/// One of the pictures in `static/icons.svg`, by its name.
fn icon(state: &State, name: &str) -> Result<Value, Error> {
    let icon = state.env().get_template("_partials/icon.html")?;
    icon.render(context! { name }).map(Value::from_safe_string)
}

/// What grouping needs to know of a message.
#[derive(Deserialize)]
struct Stamp {
    user_id: Option<i64>,
    role: String,
    created_at: DateTime<Utc>,
    reply_to_id: Option<i64>,
}

fn same_day(first: Serde<Stamp>, second: Serde<Stamp>) -> bool {
    first.created_at.date_naive() == second.created_at.date_naive()
}

/// Whether the second message stands under the name above the first.
fn follows(first: Serde<Stamp>, second: Serde<Stamp>) -> bool {
    let near = second.created_at - first.created_at < TimeDelta::minutes(GROUP_MINUTES);
    let same_author = first.user_id == second.user_id && first.role == second.role;
    near && same_author && second.reply_to_id.is_none() && same_day(first, second)
}

/// A name inside of a sentence, where no `<bdi>` can stand: its direction stays its own, and the sentence's stays as it is.
fn isolated(name: Value) -> String {
    let name = name.to_string();
    if name.chars().all(|char| char < '\u{590}') {
        return name;
    }
    format!("\u{2068}{}\u{2069}", name.replace(text::is_turning, ""))
}

/// `Ada Lovelace` → `AL`.
fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next().unwrap_or('?');
    first.to_uppercase().chain(words.next_back().into_iter().flat_map(char::to_uppercase)).collect()
}

/// What to look for in a user agent, the more special first, and what people call it.
const BROWSERS: [(&str, &str); 5] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
];

/// A user agent in words, or its first ones where it is none that is known: `Firefox on Linux`.
fn device(agent: &str) -> String {
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(part, _)| agent.contains(part)).map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) if agent.is_empty() => "Unknown browser".to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

/// One of the stylesheet's eight avatar colours for an id.
fn hue(id: Option<i64>) -> i64 {
    id.unwrap_or(0).rem_euclid(8)
}
