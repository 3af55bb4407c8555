//! A file that a person and chatgen both changed since chatgen last wrote it: one text that keeps what each of them did.
//!
//! Pure, and never wrong in silence: what cannot be decided stands in the text between conflict markers and is listed.

mod ending;
mod lines;
mod marks;
mod parses;

use ending::Ending;
pub use marks::leftover;
pub use parses::parses;

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
    let merged = marks::render(&lines::merge(base, mine, theirs));
    if !merged.conflicts.is_empty() {
        return merged;
    }
    match broken(path, base, mine, &merged.text) {
        Some(reason) => marks::render(&lines::differences(base, mine, theirs, &reason)),
        None => merged,
    }
}

/// Why a text cannot stand, although what the person had could.
fn broken(path: &str, base: &str, mine: &str, merged: &str) -> Option<String> {
    let error = parses(path, merged).err()?;
    let before = parses(path, mine).or_else(|_| parses(path, base));
    before.is_ok().then(|| format!("together they no longer parse: {error}"))
}

impl Merged {
    fn clean(text: String) -> Self {
        Self { text, conflicts: Vec::new() }
    }
}
