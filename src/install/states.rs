//! Which clients have chatgen's server, and whether it would start.

use std::fmt::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::Scope;
use super::change;
use super::clients::{CLIENTS, Client};
use super::done::{checked, verified_text};
use super::entry::{self, Launch, State};
use super::file;
use super::handshake::Answer;
use super::place::{Place, Site, named};
use super::run::{Request, start};
use crate::output::{BOLD, DIM, Failure, GREEN, RED, Report, YELLOW, quote};

#[derive(Serialize)]
pub struct States {
    pub root: PathBuf,
    pub clients: Vec<Known>,
}

/// A client, and what its files say.
#[derive(Serialize)]
pub struct Known {
    pub client: &'static str,
    pub title: &'static str,
    /// What shows that it is on this machine.
    pub found: Option<String>,
    pub files: Vec<Entry>,
    #[serde(skip)]
    asked: bool,
}

/// What one file says.
#[derive(Serialize)]
pub struct Entry {
    pub scope: Scope,
    pub file: PathBuf,
    pub state: Word,
    /// What is wrong, where something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Whether a person has switched it off.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// What it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Whether there is such a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub startable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "checked")]
    pub verified: Option<Result<Answer, String>>,
    #[serde(skip)]
    shown: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    NoFile,
    NoEntry,
    Installed,
    Outdated,
    Foreign,
    Malformed,
    Unreadable,
}

/// Looks at the files of the clients; without names, of all.
///
/// # Errors
/// A name that no client has.
pub fn states(site: &Site, request: &Request) -> Result<States, Failure> {
    let found = site.found();
    let wished = named(&request.clients)?;
    let asked = !wished.is_empty();
    let clients: Vec<&'static Client> = if asked { wished } else { CLIENTS.iter().collect() };
    let scopes = request.scope.map_or_else(|| vec![Scope::Project, Scope::User], |scope| vec![scope]);
    let known = |client: &'static Client| Known {
        client: client.name,
        title: client.title,
        found: found.iter().find(|found| found.client.name == client.name).map(|found| found.because.clone()),
        files: scopes
            .iter()
            .filter_map(|scope| Some(entry(&site.place(client, Some(*scope))?, site, request.verify)))
            .collect(),
        asked,
    };
    Ok(States { root: site.root.clone(), clients: clients.into_iter().map(known).collect() })
}

fn entry(place: &Place, site: &Site, verify: bool) -> Entry {
    let wanted = (place.client.entry)(&Launch::ours(place.scope, &site.machine), place.scope);
    let mut elsewhere = None;
    let (state, why, found) = match file::read(&place.path) {
        Err(error) => (Word::Unreadable, Some(error), None),
        Ok(None) => (Word::NoFile, None, None),
        Ok(Some(bytes)) => match change::look(place.client, &bytes, &wanted) {
            Err(why) => (Word::Malformed, Some(why), None),
            Ok((state, found)) => {
                let (word, why) = match state {
                    State::Missing => (Word::NoEntry, None),
                    State::Current => (Word::Installed, None),
                    State::Outdated { why, .. } => (Word::Outdated, Some(why)),
                    State::Foreign { what } => {
                        elsewhere = Some(what);
                        (Word::Foreign, None)
                    }
                    State::NoEntry => (Word::Malformed, Some("what stands under its name is no entry".to_owned())),
                };
                (word, why, found)
            }
        },
    };
    let launch = found.as_ref().and_then(Launch::read);
    Entry {
        scope: place.scope,
        file: place.path.clone(),
        state,
        why,
        off: found.as_ref().is_some_and(entry::is_off),
        command: launch.as_ref().map(|launch| launch.words().join(" ")).or(elsewhere),
        startable: launch.map(|launch| site.machine.program(&launch.program, &site.root).is_some()),
        verified: found.filter(|_| verify).map(|found| start(&found, &site.root)),
        shown: place.shown.clone(),
    }
}

impl States {
    /// Whether a server that was tried did not start.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.clients.iter().flat_map(|known| &known.files).any(|entry| matches!(entry.verified, Some(Err(_))))
    }
}

impl Known {
    /// Whether there is anything to say of it to somebody who did not ask for it.
    fn is_worth_saying(&self) -> bool {
        let something = |entry: &Entry| !matches!(entry.state, Word::NoFile | Word::NoEntry);
        self.asked || self.found.is_some() || self.files.iter().any(something)
    }

    fn text(&self) -> String {
        let found = self.found.as_ref().map_or_else(|| "not found".to_owned(), |found| format!("found: {found}"));
        let mut text = format!("{BOLD}{}{BOLD:#}  {}  {DIM}{found}{DIM:#}\n", self.client, self.title);
        text.extend(self.files.iter().map(Entry::text));
        text
    }
}

impl Entry {
    fn text(&self) -> String {
        let (style, word) = match self.state {
            Word::NoFile => (DIM, "no file"),
            Word::NoEntry => (DIM, "no entry"),
            Word::Installed => (GREEN, "installed"),
            Word::Outdated => (YELLOW, "outdated"),
            Word::Foreign => (YELLOW, "foreign"),
            Word::Malformed => (RED, "malformed"),
            Word::Unreadable => (RED, "unreadable"),
        };
        let scope = if self.scope == Scope::Project { "project" } else { "user" };
        let mut text = format!("  {scope:<7}  {style}{word:<10}{style:#}  {}", self.shown);
        if let Some(command) = &self.command {
            let _ = write!(text, "  {DIM}{command}{DIM:#}");
        }
        if self.off {
            text.push_str(", switched off");
        }
        if self.startable == Some(false) {
            let _ = write!(text, "  {RED}there is no such program{RED:#}");
        }
        text.push('\n');
        text.extend(self.why.iter().map(|why| format!("           {why}\n")));
        text.extend(self.verified.iter().map(|verified| format!("           {}\n", verified_text(verified))));
        text
    }
}

impl Report for States {
    fn text(&self) -> String {
        let mut text = format!("{BOLD}chatgen's server{BOLD:#} in {}\n", quote(&self.root.display().to_string()));
        text.extend(self.clients.iter().filter(|known| known.is_worth_saying()).map(Known::text));
        let rest: Vec<_> =
            self.clients.iter().filter(|known| !known.is_worth_saying()).map(|known| known.client).collect();
        if !rest.is_empty() {
            let _ = writeln!(text, "{DIM}neither found nor set up: {}{DIM:#}", rest.join(", "));
        }
        text
    }
}
