//! A file that a person and chatgen both changed since chatgen last wrote it: one text that keeps what each of them did.
//!
//! Pure, and never wrong in silence: what cannot be decided stands in the text between conflict markers and is listed.

mod ending;
mod items;
mod json;
mod keyed;
mod lines;
mod lists;
mod marks;
mod parses;
mod toml;

use serde::Serialize;
use similar::MergeResolution;

use ending::Ending;
use json::Json;
use marks::Piece;
pub use marks::leftover;
pub use parses::parses;
use toml::Toml;

/// One file after a three-way merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub text: String,
    /// In the order of the text; none if the merge is clean.
    pub conflicts: Vec<Conflict>,
}

/// One place that a person has to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Where `<<<<<<<` stands in the text, from 1.
    pub line: usize,
    /// What the person did, in words: `you changed 2 lines`.
    pub yours: String,
    /// What chatgen did, in words: `chatgen adds 3 lines here`.
    pub chatgens: String,
}

/// Merges what a person (`mine`) and chatgen (`theirs`) made of `base`, which chatgen wrote last. `path` is where the file stands in
/// the project, with `/`; it says what kind of file it is. Line endings, byte order mark and final newline stay as the person has them.
pub fn merge(path: &str, base: &str, mine: &str, theirs: &str) -> Merged {
    if theirs == base || mine == theirs {
        return Merged::clean(mine.to_owned());
    }
    if mine == base {
        return Merged::clean(theirs.to_owned());
    }
    let ending = Ending::of(base, mine, theirs);
    let [base, mine, theirs] = [base, mine, theirs].map(ending::plain);
    let merged = merge_plain(path, &base, &mine, &theirs);
    Merged { text: ending.restore(merged.text, merged.conflicts.is_empty()), ..merged }
}

/// [`merge`], for texts whose lines all end in `\n`.
fn merge_plain(path: &str, base: &str, mine: &str, theirs: &str) -> Merged {
    if theirs == base || mine == theirs {
        return Merged::clean(mine.to_owned());
    }
    if mine == base {
        return Merged::clean(theirs.to_owned());
    }
    let merged = marks::render(&pieces(Kind::of(path), base, mine, theirs));
    if !merged.conflicts.is_empty() {
        return merged;
    }
    match broken(path, mine, theirs, &merged.text) {
        Some(reason) => marks::render(&lines::differences(base, mine, theirs, &reason)),
        None => merged,
    }
}

/// What a file is made of, and so how it is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Toml,
    Json,
    Rust,
    /// `.env.example`: a setting a line.
    Settings,
    /// `.gitignore` and its like: a pattern a line.
    Patterns,
    Lines,
}

impl Kind {
    /// `chat.toml` is the person's, and stays as they wrote it.
    fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("toml") if path != "chat.toml" => Self::Toml,
            Some("json") => Self::Json,
            Some("rs") => Self::Rust,
            Some("gitignore" | "dockerignore" | "ignore") => Self::Patterns,
            _ if name.starts_with(".env") => Self::Settings,
            _ => Self::Lines,
        }
    }
}

/// The merge in the way of the file's kind; a text that cannot be read in its own way is merged by lines.
fn pieces(kind: Kind, base: &str, mine: &str, theirs: &str) -> Vec<Piece> {
    let by_key = match kind {
        Kind::Toml => keyed::merge(&Toml, base, mine, theirs),
        Kind::Json => keyed::merge(&Json, base, mine, theirs),
        _ => None,
    };
    by_key.unwrap_or_else(|| {
        let regions = lines::regions(base, mine, theirs);
        let pieces = regions.iter().enumerate().flat_map(|(index, region)| {
            let settled = match (kind, region.resolution) {
                (Kind::Rust, MergeResolution::Theirs) => Some(items::new_to(base, mine, region)),
                (Kind::Rust, MergeResolution::Conflict) => items::settle(&regions, index),
                (Kind::Settings, MergeResolution::Conflict) => lists::settle(region, lists::setting),
                (Kind::Patterns, MergeResolution::Conflict) => lists::settle(region, |line| line),
                _ => None,
            };
            settled.unwrap_or_else(|| vec![region.piece()])
        });
        pieces.collect()
    })
}

/// Why a merged text cannot stand, although what the person had could.
fn broken(path: &str, mine: &str, theirs: &str, merged: &str) -> Option<String> {
    if let Err(error) = parses(path, merged) {
        return parses(path, mine).is_ok().then(|| format!("together they no longer parse: {error}"));
    }
    let twice = (Kind::of(path) == Kind::Rust).then(|| items::declared_twice(mine, theirs, merged)).flatten()?;
    Some(format!("together they declare `{twice}` twice"))
}

impl Merged {
    fn clean(text: String) -> Self {
        Self { text, conflicts: Vec::new() }
    }
}
