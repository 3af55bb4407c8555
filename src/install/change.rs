//! What becomes of a file: bytes in, bytes out, no disk.

use serde::Serialize;
use serde_json::{Value, json};

use super::clients::Client;
use super::entry::{self, State};
use super::splice::Rest;
use super::{Language, PROGRAM};

const MARK: &str = "\u{feff}";

/// What was done, or would be, with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// There was no file.
    Created,
    /// There was no entry.
    Added,
    /// The entry did not work any more.
    Updated,
    /// The file was malformed, and is kept beside the new one.
    Replaced,
    /// Nothing was to do.
    Unchanged,
    /// The entry is gone.
    Removed,
    /// The file held nothing else, and is gone too.
    Deleted,
    /// There was nothing to remove.
    Absent,
    /// The entry starts something else, and stays.
    Foreign,
    Failed,
}

/// The bytes that a file is to have.
#[derive(Debug, PartialEq, Eq)]
pub enum After {
    Same,
    Bytes(Vec<u8>),
    Gone,
}

#[derive(Debug)]
pub struct Change {
    pub outcome: Outcome,
    pub after: After,
    /// What else a person should know.
    pub note: Option<String>,
    /// Whether the bytes of now have to be kept beside the file.
    pub keep: bool,
}

impl Change {
    fn none(outcome: Outcome, note: Option<String>) -> Self {
        Self { outcome, after: After::Same, note, keep: false }
    }
}

/// A file as text, without the mark that some editors put first.
struct Text<'a> {
    mark: &'static str,
    text: &'a str,
}

impl<'a> Text<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let without = text.strip_prefix(MARK);
        Some(Self { mark: if without.is_some() { MARK } else { "" }, text: without.unwrap_or(text) })
    }

    fn with(&self, text: &str) -> After {
        After::Bytes(format!("{}{text}", self.mark).into_bytes())
    }
}

/// The entry in a file, if it has one, with what chatgen makes of it.
///
/// # Errors
/// Why the file is malformed, in words.
pub fn look(client: &Client, bytes: &[u8], wanted: &Value) -> Result<(State, Option<Value>), String> {
    let text = Text::read(bytes).ok_or("it is not UTF-8 text")?.text;
    let found = client
        .language
        .read(text, "", client.table)
        .map_err(|problem| format!("line {}, column {}: {}", problem.line, problem.column, problem.message))?;
    Ok((entry::state(found.as_ref(), wanted, client), found))
}

/// Puts the entry in. `None` is a file that does not exist.
///
/// # Errors
/// The text is of a kind that cannot be changed safely.
pub fn install(client: &Client, before: Option<&[u8]>, wanted: &Value) -> Result<Change, String> {
    let Some(bytes) = before else {
        let after = After::Bytes(made(client, wanted)?.into_bytes());
        return Ok(Change { outcome: Outcome::Created, after, note: None, keep: false });
    };
    let (state, found) = match look(client, bytes, wanted) {
        Ok(found) => found,
        Err(why) => {
            let after = After::Bytes(made(client, wanted)?.into_bytes());
            let note = Some(format!("the old one was malformed: {why}"));
            return Ok(Change { outcome: Outcome::Replaced, after, note, keep: true });
        }
    };
    let Some(text) = Text::read(bytes) else { return Err("it is not UTF-8 text".to_owned()) };
    match state {
        State::Current => {
            let off = found.as_ref().is_some_and(entry::is_off);
            Ok(Change::none(Outcome::Unchanged, off.then(|| "it is switched off there".to_owned())))
        }
        State::Foreign { what } => Ok(Change::none(Outcome::Foreign, Some(foreign(&what)))),
        State::Missing => put(client, &text, wanted, Outcome::Added, None),
        State::NoEntry => put(client, &text, wanted, Outcome::Updated, Some("it was no entry".to_owned())),
        State::Outdated { why, keys } => update(client, &text, &keys, why),
    }
}

/// A file that is there for the entry.
fn made(client: &Client, wanted: &Value) -> Result<String, String> {
    let mut text = client.language.insert(None, client.table, wanted).map_err(|problem| problem.message)?.text;
    for (key, value) in client.also {
        text = client.language.add(&text, key, value).map_err(|problem| problem.message)?;
    }
    Ok(text)
}

/// Whether a file was made for the entry, and has nothing else but what the client would add by itself.
fn is_made(client: &Client, before: &str, rest: &str, wanted: &Value) -> Result<bool, String> {
    let made = made(client, wanted)?;
    let start = made.split(':').next().unwrap_or_default();
    let without = client.language.remove(&made, client.table).map_err(|problem| problem.message)?;
    Ok(!client.also.is_empty() && before.starts_with(start) && without == Rest::Text(rest.to_owned()))
}

fn foreign(what: &str) -> String {
    format!("its `{PROGRAM}` runs `{what}`, which is somebody's own choice and stays")
}

fn put(client: &Client, text: &Text, wanted: &Value, outcome: Outcome, note: Option<String>) -> Result<Change, String> {
    let edited = client.language.insert(Some(text.text), client.table, wanted).map_err(|problem| problem.message)?;
    if !edited.lost {
        keeps_the_rest(client, text.text, &edited.text)?;
    }
    let lost = || format!("what stood in the place of `{}` was no table", client.table);
    let note = if edited.lost { Some(note.unwrap_or_else(lost)) } else { note };
    Ok(Change { outcome, after: text.with(&edited.text), note, keep: edited.lost })
}

fn update(client: &Client, text: &Text, keys: &[(&'static str, Value)], why: String) -> Result<Change, String> {
    let (mut now, mut keep) = (text.text.to_owned(), false);
    for (key, value) in keys {
        let edited = client.language.set(&now, client.table, key, value).map_err(|problem| problem.message)?;
        keep |= edited.lost;
        now = edited.text;
    }
    keeps_the_rest(client, text.text, &now)?;
    Ok(Change { outcome: Outcome::Updated, after: text.with(&now), note: Some(why), keep })
}

/// Takes the entry out.
///
/// # Errors
/// The file is malformed, in words.
pub fn uninstall(client: &Client, before: Option<&[u8]>, wanted: &Value) -> Result<Change, String> {
    let Some(bytes) = before else { return Ok(Change::none(Outcome::Absent, None)) };
    let (state, _) = look(client, bytes, wanted)?;
    let Some(text) = Text::read(bytes) else { return Err("it is not UTF-8 text".to_owned()) };
    match state {
        State::Missing => Ok(Change::none(Outcome::Absent, None)),
        State::Foreign { what } => Ok(Change::none(Outcome::Foreign, Some(foreign(&what)))),
        _ => match client.language.remove(text.text, client.table).map_err(|problem| problem.message)? {
            Rest::Text(rest) if is_made(client, text.text, &rest, wanted)? => gone(&text),
            Rest::Nothing => gone(&text),
            Rest::Text(rest) => {
                keeps_the_rest(client, text.text, &rest)?;
                Ok(Change { outcome: Outcome::Removed, after: text.with(&rest), note: None, keep: false })
            }
        },
    }
}

/// The file goes; one with a mark was there before.
fn gone(text: &Text) -> Result<Change, String> {
    let (outcome, after) =
        if text.mark.is_empty() { (Outcome::Deleted, After::Gone) } else { (Outcome::Removed, text.with("")) };
    Ok(Change { outcome, after, note: None, keep: false })
}

/// Holds a splice to its promise before anything is written: as data, all but the entry is what it was.
fn keeps_the_rest(client: &Client, before: &str, after: &str) -> Result<(), String> {
    let rest = |text| client.language.data(text).map(|data| without(client, data)).map_err(|problem| problem.message);
    if rest(before)? == rest(after)? {
        return Ok(());
    }
    let language = if client.language == Language::Toml { "TOML" } else { "JSON" };
    Err(format!("it is {language} of a kind that cannot be changed safely; change `{}` in it by hand", client.table))
}

fn without(client: &Client, data: Option<Value>) -> Value {
    let empty = |value: &Value| [json!(null), json!({}), json!([]), json!("")].contains(value);
    let mut data = data.filter(|data| !empty(data)).unwrap_or_else(|| json!({}));
    if let Some(root) = data.as_object_mut() {
        if let Some(servers) = root.get_mut(client.table).and_then(Value::as_object_mut) {
            servers.shift_remove(PROGRAM);
        }
        if root.get(client.table).is_some_and(empty) {
            root.shift_remove(client.table);
        }
    }
    data
}
