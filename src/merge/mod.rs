//! A file that a person and chatgen both changed since chatgen last wrote it: one text that keeps what each of them did.
//!
//! Pure, and never wrong in silence: what cannot be decided stands in the text between conflict markers and is listed.

mod ending;
mod json;
mod keyed;
mod lines;
mod marks;
mod parses;
mod toml;

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    let merged = marks::render(&pieces(path, base, mine, theirs));
    if !merged.conflicts.is_empty() {
        return merged;
    }
    match broken(path, mine, &merged.text) {
        Some(reason) => marks::render(&lines::differences(base, mine, theirs, &reason)),
        None => merged,
    }
}

/// The merge in the way of the file's kind; a text that cannot be read in its own way is merged by lines. `chat.toml` is the person's,
/// and read as they wrote it.
fn pieces(path: &str, base: &str, mine: &str, theirs: &str) -> Vec<Piece> {
    let by_key = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("toml") if path != "chat.toml" => keyed::merge(&Toml, base, mine, theirs),
        Some("json") => keyed::merge(&Json, base, mine, theirs),
        _ => None,
    };
    by_key.unwrap_or_else(|| lines::merge(base, mine, theirs))
}

/// Why a merged text cannot stand, although what the person had could.
fn broken(path: &str, mine: &str, merged: &str) -> Option<String> {
    let error = parses(path, merged).err()?;
    parses(path, mine).is_ok().then(|| format!("together they no longer parse: {error}"))
}

impl Merged {
    fn clean(text: String) -> Self {
        Self { text, conflicts: Vec::new() }
    }
}
