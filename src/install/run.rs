//! The installation and its way back: places looked up, files changed, one after the other, none because of another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::change::{self, After, Change, Outcome};
use super::clients::{CLIENTS, Client};
use super::done::{Done, Row};
use super::entry::Launch;
use super::handshake::{self, finish};
use super::place::{Found, Place, Site, named};
use super::{PROGRAM, Scope, file};
use crate::output::Failure;
use crate::sync::report;

/// How long a client's own command may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was asked for.
#[derive(Debug, Default)]
pub struct Request {
    /// Names; empty means those that are found.
    pub clients: Vec<String>,
    pub scope: Option<Scope>,
    /// Whether to say what would be done, and do nothing.
    pub dry_run: bool,
    /// Whether to start the server as each client would.
    pub verify: bool,
}

/// Puts the server into the files of the clients.
///
/// # Errors
/// A name or a scope that is wrong, or no client to be found. What goes wrong with a single file is in its row.
pub fn install(site: &Site, request: &Request) -> Result<Done, Failure> {
    let found = site.found();
    let (clients, mut done) = chosen(site, request, &found)?;
    for place in clients {
        let launch = Launch::ours(place.scope, &site.machine);
        let wanted = (place.client.entry)(&launch, place.scope);
        let mut row = Row::new(&place, &found);
        let changed = file::read(&place.path).and_then(|before| {
            let change = change::install(place.client, before.as_deref(), &wanted)?;
            if !request.dry_run && !change.keep && matches!(change.outcome, Outcome::Added | Outcome::Created) {
                add_itself(&place, site, &launch);
            }
            carry_out(&place, before.as_deref(), change, request, &mut row)
        });
        row.settle(changed);
        if request.verify && row.error.is_none() {
            row.verified = verify(&place, &wanted, site);
        }
        done.rows.push(row);
    }
    let by_name = done.rows.iter().any(|row| row.scope == Scope::Project && row.error.is_none());
    if by_name && site.machine.program(PROGRAM, &site.root).is_none() {
        done.warnings.push("`chatgen` is not on PATH, so no editor will find it: cargo install chatgen".to_owned());
    }
    Ok(done)
}

/// Takes the server out of the files of the clients; without names, of all that have it.
///
/// # Errors
/// A name or a scope that is wrong. What goes wrong with a single file is in its row.
pub fn uninstall(site: &Site, request: &Request) -> Result<Done, Failure> {
    let all: Vec<_> = CLIENTS.iter().map(|client| Found { client, because: String::new() }).collect();
    let (clients, mut done) = chosen(site, request, &all)?;
    done.warnings.clear();
    for place in clients {
        let wanted = (place.client.entry)(&Launch::ours(place.scope, &site.machine), place.scope);
        let mut row = Row::new(&place, &[]);
        let changed = file::read(&place.path).and_then(|before| {
            let change = change::uninstall(place.client, before.as_deref(), &wanted).map_err(|why| {
                let named = !request.clients.is_empty() || before.as_deref().is_some_and(names_us);
                if named { format!("it is malformed: {why}") } else { String::new() }
            })?;
            carry_out(&place, before.as_deref(), change, request, &mut row)
        });
        row.settle(changed);
        let is_nothing = row.outcome == Outcome::Absent || row.error.as_deref() == Some("");
        if !request.clients.is_empty() || !is_nothing {
            done.rows.push(row);
        }
    }
    Ok(done)
}

/// Whether a file that nobody can read could be about chatgen.
fn names_us(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains(PROGRAM)
}

/// The places that a request is about.
fn chosen(site: &Site, request: &Request, found: &[Found]) -> Result<(Vec<Place>, Done), Failure> {
    let mut done = Done::new(site, request.dry_run);
    let wished = named(&request.clients)?;
    if wished.is_empty() && found.is_empty() {
        let names: Vec<_> = CLIENTS.iter().map(|client| client.name).collect();
        return Err(Failure::failed("none of the editors that chatgen knows was found on this machine").help(format!(
            "name yours, as in: chatgen mcp install --client claude\nthe names are {}",
            names.join(", ")
        )));
    }
    let mut places = Vec::new();
    let clients = if wished.is_empty() { found.iter().map(|found| found.client).collect() } else { wished };
    for client in clients {
        match site.place(client, request.scope) {
            Some(place) => places.push(place),
            None if request.clients.is_empty() => {
                done.warnings.push(format!("{} has no file for a project: add it with --scope user", client.title));
            }
            None => {
                return Err(Failure::usage(format!("{} has no file for a project", client.title))
                    .help(format!("chatgen mcp install --client {} --scope user", client.name)));
            }
        }
    }
    Ok((places, done))
}

/// Brings a change to the disk, or shows it.
fn carry_out(
    place: &Place,
    before: Option<&[u8]>,
    change: Change,
    request: &Request,
    row: &mut Row,
) -> Result<(), String> {
    let after = match &change.after {
        After::Same => before,
        After::Bytes(bytes) => Some(bytes.as_slice()),
        After::Gone => None,
    };
    if request.dry_run {
        row.diff = Some(report::one(&place.shown, before, after)).filter(|diff| !diff.is_empty());
    } else {
        if let Some(bytes) = before.filter(|_| change.keep) {
            row.backup = Some(file::keep(&place.path, bytes)?);
        }
        match &change.after {
            After::Same => {}
            After::Bytes(bytes) => file::write(&place.path, bytes)?,
            After::Gone => {
                file::remove(&place.path)?;
                remove_folder(place);
            }
        }
    }
    row.outcome = change.outcome;
    row.note = change.note;
    Ok(())
}

/// A folder of the project that was made for the file goes with it; one that holds something stays by itself.
fn remove_folder(place: &Place) {
    if let Some(folder) =
        place.path.parent().filter(|_| place.scope == Scope::Project && place.shown.contains(['/', '\\']))
    {
        let _ = fs::remove_dir(folder);
    }
}

/// Lets a client add the server by its own command, so that it knows. The file is written after it all the same: what a
/// client's command does to the rest of a file is its own affair.
fn add_itself(place: &Place, site: &Site, launch: &Launch) {
    let Some((program, arguments)) = place.client.adds_itself.and_then(<[_]>::split_first) else { return };
    let Some(program) = site.machine.program(program, &site.root).filter(|_| place.scope == Scope::Project) else {
        return;
    };
    let command = Command::new(program)
        .args(arguments)
        .args([PROGRAM, "--"])
        .args(launch.words())
        .current_dir(&site.root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Ok(mut child) = command {
        finish(&mut child, PATIENCE);
    }
}

/// Starts the server as the client would: from the entry that is in its file now.
fn verify(place: &Place, wanted: &Value, site: &Site) -> Option<Result<handshake::Answer, String>> {
    let bytes = file::read(&place.path).ok()?;
    let entry = match bytes {
        Some(bytes) => change::look(place.client, &bytes, wanted).ok()?.1.unwrap_or_else(|| wanted.clone()),
        None => wanted.clone(),
    };
    Some(start(&entry, &site.root))
}

/// Starts the server of an entry in a folder.
///
/// # Errors
/// What went wrong, in words.
pub fn start(entry: &Value, root: &Path) -> Result<handshake::Answer, String> {
    let launch = Launch::read(entry).ok_or("the entry has no command")?;
    let variables = entry.get("env").or_else(|| entry.get("environment")).and_then(Value::as_object);
    let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    let variables: BTreeMap<_, _> = variables.into_iter().flatten().filter_map(text).collect();
    let here = root.display().to_string();
    let folder = entry.get("cwd").and_then(Value::as_str).map(|cwd| cwd.replace("${workspaceFolder}", &here));
    handshake::handshake(&launch, &variables, &folder.map_or_else(|| root.to_owned(), |folder| root.join(folder)))
}

/// What a person has to know about a client after its installation.
pub(super) fn hint(client: &Client, scope: Scope) -> String {
    let everywhere = scope == Scope::User && !client.project_files.is_empty();
    format!("{}: {}", client.title, if everywhere { "restart it if it is running" } else { client.after })
}
