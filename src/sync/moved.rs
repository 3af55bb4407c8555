//! Finds a file that a person moved or renamed, by what is in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::Base;
use crate::migrate::intent::{Choice, Form, Question};
use crate::output::Failure;
use crate::project::{Found, Project};

/// Where a file that is no longer at its place is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Moved(String),
    /// Several files might be it.
    Unclear(Vec<String>),
    Gone,
}

/// From this share of common lines on, a file may be another one that was moved and edited.
const ALIKE: f64 = 0.6;
/// So much more alike than the next one it must be.
const CLEARLY: f64 = 0.15;
/// Fewer lines tell too little.
const FEW: usize = 5;

/// Looks for each file of the base that is missing. Nothing is read unless one is.
///
/// # Errors
/// A file of the project that cannot be read.
pub fn find(
    missing: &[&str],
    base: &Base,
    theirs: &Base,
    project: &Project,
) -> Result<BTreeMap<String, Place>, Failure> {
    if missing.is_empty() {
        return Ok(BTreeMap::new());
    }
    let known: BTreeSet<&String> = base.files.keys().chain(theirs.files.keys()).collect();
    let mut candidates = BTreeMap::new();
    for path in project.files().into_iter().filter(|path| !known.contains(path)) {
        if let Found::Text(text) = project.read(&path)? {
            candidates.insert(path, text);
        }
    }
    let found = missing.iter().map(|path| ((*path).to_owned(), place(path, &base.files[*path].text, &candidates)));
    Ok(one_each(found.collect()))
}

/// What only the person knows of a file that might be one of several.
#[must_use]
pub fn question(path: &str, places: &[String]) -> Question {
    let choice =
        |words: String, place: &str| Choice { words, argument: vec!["--moved".to_owned(), format!("{path}={place}")] };
    let mut choices: Vec<Choice> = places.iter().map(|place| choice(format!("it is {place} now"), place)).collect();
    choices.push(choice("it is gone".to_owned(), ""));
    let what = format!("`{path}` is no longer at its place, and chatgen has changed it");
    Question { what, details: Vec::new(), form: Form::Choice, choices }
}

fn place(path: &str, text: &str, candidates: &BTreeMap<String, String>) -> Place {
    let likes = candidates.iter().filter(|(other, _)| extension(other) == extension(path));
    let mut ranked: Vec<(f64, &String)> = likes
        .map(|(other, found)| (likeness(text, found) + if name(other) == name(path) { 0.1 } else { 0.0 }, other))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    match &ranked[..] {
        [] => Place::Gone,
        [(_, only)] => Place::Moved((*only).clone()),
        [(first, best), (second, _), ..] if first - second >= CLEARLY => Place::Moved((*best).clone()),
        several => Place::Unclear(several.iter().map(|(_, path)| (*path).clone()).collect()),
    }
}

/// Two files cannot have become one: where they seem to, neither is clear.
fn one_each(found: BTreeMap<String, Place>) -> BTreeMap<String, Place> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for place in found.values() {
        if let Place::Moved(to) = place {
            *taken.entry(to.clone()).or_default() += 1;
        }
    }
    let settle = |place| match place {
        Place::Moved(to) if taken[&to] > 1 => Place::Unclear(vec![to]),
        place => place,
    };
    found.into_iter().map(|(path, place)| (path, settle(place))).collect()
}

/// The share of lines that two texts have in common, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let mut lines: HashMap<&str, usize> = HashMap::new();
    let meant = |line: &&str| !line.is_empty();
    let mut all = 0;
    for line in one.lines().map(str::trim).filter(meant) {
        *lines.entry(line).or_default() += 1;
        all += 1;
    }
    let (mut common, mut others) = (0, 0);
    for line in other.lines().map(str::trim).filter(meant) {
        others += 1;
        if let Some(count) = lines.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    if all < FEW { 0.0 } else { f64::from(2 * common) / (all + others) as f64 }
}

fn extension(path: &str) -> Option<&str> {
    name(path).rsplit_once('.').map(|(_, extension)| extension)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
