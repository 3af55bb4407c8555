//! Which clients are meant, and which of their files.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::clients::{CLIENTS, Client};
use super::machine::{Machine, project_root};
use super::{Scope, file};
use crate::names::did_you_mean;
use crate::output::Failure;

/// The machine, and the project on it.
#[derive(Debug)]
pub struct Site {
    pub machine: Machine,
    pub root: PathBuf,
}

/// A client that is on this machine.
#[derive(Clone, Serialize)]
pub struct Found {
    #[serde(serialize_with = "name_of")]
    pub client: &'static Client,
    /// What shows it: a program on PATH, or a file or folder of its own.
    pub because: String,
}

/// A file of a client.
pub struct Place {
    pub client: &'static Client,
    pub scope: Scope,
    pub path: PathBuf,
    /// As people say it: in the project from its root, else with `~`.
    pub shown: String,
}

impl Site {
    /// The site around a folder.
    ///
    /// # Errors
    /// There is no home folder.
    pub fn around(folder: &Path) -> Result<Self, Failure> {
        Ok(Self { machine: Machine::this()?, root: project_root(folder) })
    }

    /// The clients that are on this machine, in the order of the table.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        CLIENTS.iter().filter_map(|client| Some(Found { client, because: self.because(client)? })).collect()
    }

    fn because(&self, client: &Client) -> Option<String> {
        let program = client.programs.iter().find(|program| self.machine.program(program, &self.root).is_some());
        let trace = || (client.traces)(&self.machine).into_iter().find(|path| path.exists());
        program.map(|program| format!("program `{program}`")).or_else(|| Some(self.machine.shown(&trace()?)))
    }

    /// The file of a client for a scope; without a wish the project's, if it has one. Of several the one that has the entry
    /// counts, then one that exists. `None`: the client has no file of that scope.
    #[must_use]
    pub fn place(&self, client: &'static Client, wish: Option<Scope>) -> Option<Place> {
        let has_project = !client.project_files.is_empty();
        let scope = wish.unwrap_or(if has_project { Scope::Project } else { Scope::User });
        let paths = match scope {
            Scope::Project => client.project_files.iter().map(|file| self.root.join(file)).collect(),
            Scope::User => (client.user_files)(&self.machine),
        };
        let has_entry = |path: &&PathBuf| {
            let text = file::read(path).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
            text.is_some_and(|text| matches!(client.language.read(&text, "", client.table), Ok(Some(_))))
        };
        let best = paths.iter().find(has_entry).or_else(|| paths.iter().find(|path| path.exists()));
        let path = best.or(paths.first())?.clone();
        let below = path.strip_prefix(&self.root).ok().filter(|_| scope == Scope::Project);
        let shown = below.map_or_else(|| self.machine.shown(&path), |below| below.display().to_string());
        Some(Place { client, scope, path, shown })
    }
}

/// The clients of these names, each once.
///
/// # Errors
/// A name that no client has.
pub fn named(names: &[String]) -> Result<Vec<&'static Client>, Failure> {
    let mut clients: Vec<&'static Client> = Vec::new();
    for name in names {
        let Some(client) = CLIENTS.iter().find(|client| client.name.eq_ignore_ascii_case(name)) else {
            let known: Vec<_> = CLIENTS.iter().map(|client| client.name).collect();
            let help = match did_you_mean(&name.to_lowercase(), &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the clients are {}", known.join(", ")),
            };
            return Err(Failure::usage(format!("there is no client `{name}`")).help(help));
        };
        if clients.iter().all(|other| other.name != client.name) {
            clients.push(client);
        }
    }
    Ok(clients)
}

fn name_of<S: serde::Serializer>(client: &&'static Client, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(client.name)
}
