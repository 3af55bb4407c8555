//! A project and its schema, brought together: what chatgen wrote last, what is there now, what chatgen writes today.
//!
//! [`compare`] says what becomes of each file, [`plan`] adds the database and the whole as a list of changes, and
//! [`apply`] makes them, all or none. `add`, `remove` and `undo` go the same way.

pub mod file;
pub mod migration;
mod modes;
pub mod moved;
mod own;
mod pair;
mod plan;
pub mod report;
pub mod undo;
pub mod unfinished;
mod yours;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::thread;

use crate::base::Base;
use crate::migrate::intent::{Answers, Intent, intend};
use crate::model::Chat;
use crate::output::Failure;
use crate::overlay::Overlay;
use crate::problem::Source;
use crate::project::{Found, Project};
use crate::together;
use file::{File, Situation};
use moved::Place;
use pair::Pair;

pub use plan::{Outcome, Plan, apply, plan, with_drift};
pub use yours::yours;

/// What is wanted of a sync.
#[derive(Debug, Default, Clone)]
pub struct Request {
    /// The edited schema, where a command edits it; else the one on the disk counts.
    pub chat_toml: Option<String>,
    /// Files and folders in which chatgen's version is wanted.
    pub accept: Vec<String>,
    /// Where files are that chatgen cannot find: (path as chatgen calls it, place; none if it was deleted).
    pub moved: Vec<(String, Option<String>)>,
    /// About the schema's change.
    pub answers: Answers,
    /// A folder of blueprints besides the project's own.
    pub blueprints: Option<PathBuf>,
    /// The command, for the record that `undo` shows.
    pub command: String,
}

impl Request {
    /// Adds what somebody chose, an option with its value: `--rename`, `Ticket.subject=title`.
    ///
    /// # Errors
    /// An answer that cannot be read.
    pub fn answer(&mut self, argument: &[String]) -> Result<(), Failure> {
        match argument {
            [option, value] if option == "--moved" => {
                let (old, new) = value.split_once('=').unwrap_or((value, ""));
                self.moved.push((old.to_owned(), (!new.is_empty()).then(|| new.to_owned())));
                Ok(())
            }
            _ => self.answers.answer(argument),
        }
    }
}

/// A project beside what chatgen writes today.
#[derive(Debug)]
pub struct Comparison {
    pub chat: Chat,
    pub base: Base,
    /// What chatgen writes today.
    pub theirs: Base,
    pub intent: Intent,
    /// Every file of both but the migrations, in order.
    pub files: Vec<File>,
    /// Files that are gone, or that might be one of several: `(path, places)`.
    pub unclear: Vec<(String, Vec<String>)>,
}

/// Compares. Nothing is written.
///
/// # Errors
/// A schema with problems, no base, files that cannot be read, answers that fit nothing.
pub fn compare(project: &Project, request: &Request) -> Result<Comparison, Failure> {
    let base = project.base()?;
    let source = match &request.chat_toml {
        Some(text) => &Source::new("chat.toml", text),
        None => &project.chat_toml,
    };
    let overlay = Overlay::read(Some(&project.root), request.blueprints.as_deref())?;
    let generated = crate::generate_with(source, &overlay).map_err(|problems| overlay.failure(problems))?;
    let mut theirs = Base::of(&generated);
    let intent = intent(&base, &generated.chat, &request.answers)?;
    let pairs = pair::pair(&base, &theirs, &intent.renames);
    refuse_unknown(request, &pairs)?;
    let places = places(project, &base, &theirs, &pairs, request)?;
    let files = thread::scope(|scope| {
        scope.spawn(|| migration::prepare(&base, &theirs));
        together::each(&pairs, |pair| decide(project, pair, &places, request))
    });
    let mut files = files.into_iter().collect::<Result<Vec<File>, Failure>>()?;
    files.extend(own::files(project, &overlay)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let unclear = unclear(&places);
    let found = pairs.iter().filter_map(|pair| Some((pair.base?.0, pair.theirs?.0.to_owned())));
    let found: Vec<_> = found.filter_map(|(old, new)| Some((new, places.get(old)?.clone()))).collect();
    for (path, place) in found {
        if let (Place::Moved(place), Some(written)) = (place, theirs.files.get_mut(&path)) {
            written.place = Some(place);
        }
    }
    Ok(Comparison { chat: generated.chat, base, theirs, intent, files, unclear })
}

/// What the schema's change means. A schema of then that is no longer understood says nothing about it.
fn intent(base: &Base, new: &Chat, answers: &Answers) -> Result<Intent, Failure> {
    match crate::resolve_text(&base.chat_toml, "the chat.toml of the last sync") {
        Ok(old) => intend(&old, new, answers),
        Err(_) => Ok(Intent::default()),
    }
}

fn decide(
    project: &Project,
    pair: &Pair,
    places: &BTreeMap<String, Place>,
    request: &Request,
) -> Result<File, Failure> {
    let old = pair.base.map(|(path, _)| path);
    let new = pair.theirs.map(|(path, _)| path);
    let place = old.and_then(|path| places.get(path));
    let at = match place {
        Some(Place::Moved(place)) => place.as_str(),
        _ => old.or(new).unwrap_or_default(),
    };
    let there = match (old, new) {
        (Some(old), Some(new)) if old != new => project.read(new)?,
        _ => Found::Nothing,
    };
    let accept = [Some(at), old, new].into_iter().flatten().any(|path| accepts(request, path));
    Ok(file::decide(&Situation { pair, place, mine: project.read(at)?, there, accept }))
}

fn accepts(request: &Request, path: &str) -> bool {
    request.accept.iter().any(|wanted| covers(wanted, path))
}

/// Whether a path is the wanted file, or in the wanted folder.
fn covers(wanted: &str, path: &str) -> bool {
    let wanted = wanted.trim_start_matches("./").trim_end_matches('/');
    path == wanted || wanted == "." || path.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/'))
}

/// A path in an argument must mean something.
fn refuse_unknown(request: &Request, pairs: &[Pair]) -> Result<(), Failure> {
    let paths: BTreeSet<&str> =
        pairs.iter().flat_map(|pair| [pair.base, pair.theirs]).flatten().map(|(path, _)| path).collect();
    let known = |wanted: &str| paths.iter().any(|path| covers(wanted, path));
    let asked = request.accept.iter().map(|path| ("--accept-theirs", path));
    let asked = asked.chain(request.moved.iter().map(|(path, _)| ("--moved", path)));
    for (argument, path) in asked {
        if !known(path) {
            let failure = Failure::usage(format!("{argument} names `{path}`, which is no file that chatgen writes"));
            let names: Vec<&str> = paths.iter().copied().collect();
            return Err(match crate::names::did_you_mean(path, &names) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("`chatgen status --all` lists the files that chatgen writes"),
            });
        }
    }
    Ok(())
}

/// Where the person has the files that are not at their path.
fn places(
    project: &Project,
    base: &Base,
    theirs: &Base,
    pairs: &[Pair],
    request: &Request,
) -> Result<BTreeMap<String, Place>, Failure> {
    let mut places = BTreeMap::new();
    let mut missing = Vec::new();
    for (path, written) in pairs.iter().filter_map(|pair| pair.base) {
        if let Some((_, said)) = request.moved.iter().find(|(asked, _)| asked == path) {
            if let Some(said) = said.as_ref().filter(|said| !project.root.join(said).is_file()) {
                let failure =
                    Failure::usage(format!("--moved says that `{path}` is `{said}` now, and there is no such file"));
                return Err(failure.help(format!(
                    "name the file from the project's folder, or nothing if it is gone: --moved {path}="
                )));
            }
            places.insert(path.to_owned(), said.clone().map_or(Place::Gone, Place::Moved));
        } else if project.root.join(path).symlink_metadata().is_ok() {
            continue;
        } else if let Some(place) = written.place.as_ref().filter(|place| project.root.join(place).is_file()) {
            places.insert(path.to_owned(), Place::Moved(place.clone()));
        } else {
            missing.push(path);
        }
    }
    places.extend(moved::find(&missing, base, theirs, project)?);
    Ok(places)
}

fn unclear(places: &BTreeMap<String, Place>) -> Vec<(String, Vec<String>)> {
    let unclear = places.iter().filter_map(|(path, place)| match place {
        Place::Unclear(several) => Some((path.clone(), several.clone())),
        _ => None,
    });
    unclear.collect()
}
