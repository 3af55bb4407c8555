//! Every blueprint, with what it becomes.

use serde::Serialize;

use super::{FOLDER, Overlay};
use crate::blueprints;
use crate::model::Chat;
use crate::output::Failure;
use crate::plan::{self, manifest::MANIFEST};

/// A blueprint of chatgen's.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// What a file that replaces it is called, below the folder of blueprints.
    pub path: &'static str,
    /// The path in a project, with placeholders.
    pub becomes: &'static str,
    /// `always`, `with the feature search`, `for each model`.
    pub when: &'static str,
    /// The files that it becomes in this project; `null` outside of one.
    pub files: Option<Vec<String>>,
    /// The team's own that counts instead.
    pub replaced_by: Option<String>,
}

/// Lists every blueprint in the order of its path; `chat` is that of the project, where there is one.
#[must_use]
pub fn catalog(overlay: &Overlay, chat: Option<&Chat>) -> Vec<Entry> {
    let jobs = chat.map(plan::plan);
    let files = |path| {
        let of_it = jobs.as_ref()?.iter().filter(|job| job.blueprint == path);
        Some(of_it.map(|job| job.path.clone()).collect())
    };
    let entry = |path, when| Entry {
        path,
        becomes: blueprints::target(path),
        when,
        files: files(path),
        replaced_by: overlay.get(path).map(|own| own.source.file.clone()),
    };
    let sections = MANIFEST.iter().flat_map(|section| section.blueprints.iter().map(|path| (*path, section.when)));
    let mut entries: Vec<_> = sections.map(|(path, when)| entry(path, when)).collect();
    entries.sort_by_key(|entry| entry.path);
    entries
}

/// The blueprint that a word names: by its path, by that of the file that replaces it, or by that of a file it becomes in a
/// project, for which `chat` is asked.
///
/// # Errors
/// A word that names none, with what may have been meant; what `chat` says.
pub fn find(word: &str, chat: impl FnOnce() -> Result<Option<Chat>, Failure>) -> Result<&'static str, Failure> {
    let path = word.trim_start_matches("./");
    let path = path.strip_prefix(FOLDER).map_or(path, |below| below.trim_start_matches('/'));
    if let Some(blueprint) = blueprints::known(path) {
        return Ok(blueprint);
    }
    let chat = chat()?;
    if let Some(job) = chat.iter().flat_map(plan::plan).find(|job| job.path == path) {
        return Ok(job.blueprint);
    }
    let failure = Failure::usage(format!("there is no blueprint for `{word}`"));
    let near = blueprints::near(path);
    // Without a project nothing but its shape tells what a file is made from.
    Err(match if chat.is_none() { blueprints::pattern(path).or(near) } else { near } {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`chatgen blueprints list` has them all"),
    })
}
