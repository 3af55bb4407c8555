//! One server's entry in a client's file: what chatgen writes there, and what it makes of what it finds.

use std::path::Path;

use serde_json::{Value, json};

use super::clients::Client;
use super::machine::Machine;
use super::{PROGRAM, Scope};

/// How a server is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    pub program: String,
    pub arguments: Vec<String>,
}

impl Launch {
    /// The server of chatgen: by name, so that the file can be committed. For a person the path will do where the name
    /// leads nowhere.
    #[must_use]
    pub fn ours(scope: Scope, machine: &Machine) -> Self {
        let named = machine.program(PROGRAM, &machine.home).is_some();
        let path = std::env::current_exe().ok().and_then(|path| Some(path.to_str()?.to_owned()));
        let program = path.filter(|_| scope == Scope::User && !named).unwrap_or_else(|| PROGRAM.to_owned());
        Self { program, arguments: vec!["mcp".to_owned()] }
    }

    /// How an entry says that its server is started, if it does: a command and its arguments, or both in one list.
    #[must_use]
    pub fn read(entry: &Value) -> Option<Self> {
        let texts = |list: &Value| -> Option<Vec<String>> {
            list.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
        };
        let mut words = match entry.get("command")? {
            Value::String(program) => vec![program.clone()],
            list => texts(list)?,
        };
        words.extend(entry.get("args").map(texts).unwrap_or_default().unwrap_or_default());
        let mut words = words.into_iter();
        Some(Self { program: words.next()?, arguments: words.collect() })
    }

    /// The program and its arguments in one list.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        std::iter::once(&self.program).chain(&self.arguments).map(String::as_str).collect()
    }

    /// Whether the program is chatgen, wherever it is.
    fn is_chatgen(&self) -> bool {
        let name = self.program.rsplit(['/', '\\']).next().unwrap_or_default();
        name.eq_ignore_ascii_case(PROGRAM) || name.eq_ignore_ascii_case("chatgen.exe")
    }

    /// Whether the program is a path to a file that is gone.
    fn is_gone(&self) -> bool {
        let program = Path::new(&self.program);
        program.is_absolute() && !program.exists()
    }
}

/// What stands under chatgen's name in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    Missing,
    /// It starts chatgen's server.
    Current,
    /// It is chatgen's and would not work any more; what is wrong with it, and the keys to set.
    Outdated {
        why: String,
        keys: Vec<(&'static str, Value)>,
    },
    /// It starts something else, which somebody must have wanted so.
    Foreign {
        what: String,
    },
    /// It is no entry at all; nothing in it could be kept.
    NoEntry,
}

/// Judges an entry; `wanted` is what a new one would be.
#[must_use]
pub fn state(found: Option<&Value>, wanted: &Value, client: &Client) -> State {
    let Some(found) = found else { return State::Missing };
    if !found.is_object() {
        return State::NoEntry;
    }
    if let Some(url) = ["url", "serverUrl", "httpUrl"].iter().find_map(|key| found.get(key)?.as_str()) {
        return State::Foreign { what: url.to_owned() };
    }
    let mut keys = Vec::new();
    let why = match Launch::read(found) {
        None => {
            keys.extend(command(wanted));
            "it has no command".to_owned()
        }
        Some(launch) if !launch.is_chatgen() => return State::Foreign { what: launch.words().join(" ") },
        Some(launch) if launch.is_gone() => {
            keys.extend(command(wanted));
            format!("`{}` does not exist", launch.program)
        }
        Some(launch) if !launch.arguments.iter().any(|argument| argument == "mcp") => {
            keys.extend(with_mcp(launch, wanted));
            "it does not start the server: `mcp` is missing".to_owned()
        }
        Some(_) => String::new(),
    };
    let lacks = |key: &&&'static str| found.get(**key) != wanted.get(**key);
    let lacking: Vec<&str> = client.required.iter().filter(lacks).copied().collect();
    let why =
        if why.is_empty() && !lacking.is_empty() { format!("its `{}` is wrong", lacking.join("`, `")) } else { why };
    keys.extend(client.required.iter().filter(lacks).filter_map(|key| Some((*key, wanted.get(*key)?.clone()))));
    if why.is_empty() { State::Current } else { State::Outdated { why, keys } }
}

/// What says how the server is started.
fn command(wanted: &Value) -> impl Iterator<Item = (&'static str, Value)> {
    ["command", "args"].into_iter().filter_map(|key| Some((key, wanted.get(key)?.clone())))
}

/// The program that somebody chose, with `mcp` before the arguments that they gave.
fn with_mcp(launch: Launch, wanted: &Value) -> Vec<(&'static str, Value)> {
    let arguments: Vec<String> = std::iter::once("mcp".to_owned()).chain(launch.arguments).collect();
    if wanted.get("args").is_some() {
        return vec![("args", json!(arguments))];
    }
    let words: Vec<String> = std::iter::once(launch.program).chain(arguments).collect();
    vec![("command", json!(words))]
}

/// Whether a person has switched the entry off.
#[must_use]
pub fn is_off(entry: &Value) -> bool {
    entry.get("enabled") == Some(&Value::Bool(false)) || entry.get("disabled") == Some(&Value::Bool(true))
}
