//! Lines of which each stands for itself, as in `.env.example` and `.gitignore`: where both sides changed some in one place, the lines are
//! matched by what they are about.

use std::collections::BTreeMap;

use super::lines::Region;
use super::marks::{Clash, Piece};

/// The setting that a line of an `.env` file is about, also one that is commented out; any other line is about itself.
pub fn setting(line: &str) -> &str {
    let bare = line.trim_start_matches(['#', ' ']).trim_start_matches("export ");
    match bare.split_once('=') {
        Some((name, _)) if !name.is_empty() && name.chars().all(is_of_a_name) => name,
        _ => line,
    }
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_'
}

/// The lines that stay, with both sides' additions; `None` if lines cannot be told apart, or one was rewritten so that it is not clear
/// which became what.
pub fn settle(region: &Region, key: fn(&str) -> &str) -> Option<Vec<Piece>> {
    let [base, mine, theirs] = [region.base, region.mine, region.theirs].map(|text| Side::read(text, key));
    let (base, mine, theirs) = (base?, mine?, theirs?);
    let rewritten = base.by_key.keys().any(|key| !mine.by_key.contains_key(key) && !theirs.by_key.contains_key(key));
    if rewritten {
        return None;
    }
    let mut settled = Vec::new();
    for line in &mine.lines {
        let [base, theirs] = [&base, &theirs].map(|side| side.by_key.get(line.key).copied());
        let piece = if line.is_blank() { agreed(line.text) } else { one(base, Some(line.text), theirs)? };
        settled.push((*line, piece));
    }
    let mut place = if base.lines.is_empty() { settled.len() } else { 0 };
    let mut blank = None;
    for line in &theirs.lines {
        if line.is_blank() {
            blank = Some(*line);
        } else if let Some(index) = settled.iter().position(|(own, _)| own.key == line.key) {
            place = after_additions(&settled, index, &base);
            blank = None;
        } else {
            let piece = one(base.by_key.get(line.key).copied(), None, Some(line.text))?;
            let before = blank.take().filter(|_| !base.by_key.contains_key(line.key));
            for added in before.map(|blank| (blank, agreed(blank.text))).into_iter().chain([(*line, piece)]) {
                settled.insert(place, added);
                place += 1;
            }
        }
    }
    Some(settled.into_iter().map(|(_, piece)| piece).collect())
}

/// Behind the person's own lines that follow the one at an index.
fn after_additions(settled: &[(Line, Piece)], index: usize, base: &Side) -> usize {
    let own = |(line, _): &&(Line, Piece)| line.is_blank() || !base.by_key.contains_key(line.key);
    index + 1 + settled[index + 1..].iter().take_while(own).count()
}

/// What becomes of one line; `None` never happens for a line that some side has.
fn one(base: Option<&str>, mine: Option<&str>, theirs: Option<&str>) -> Option<Piece> {
    if base == theirs || mine == theirs {
        return Some(agreed(mine.unwrap_or_default()));
    }
    if base == mine {
        return Some(agreed(theirs.unwrap_or_default()));
    }
    let shown = |line: Option<&str>| line.map(|line| format!("{:?}", line.trim()));
    let yours = shown(mine).map_or("you removed this line".to_owned(), |line| format!("you wrote {line}"));
    let chatgens =
        shown(theirs).map_or("chatgen removes this line".to_owned(), |line| format!("chatgen writes {line}"));
    let [mine, theirs] = [mine, theirs].map(|line| line.unwrap_or_default().to_owned());
    Some(Piece::Clash(Clash { mine, theirs, yours, chatgens }))
}

fn agreed(line: &str) -> Piece {
    Piece::Agreed(line.to_owned())
}

/// A line with its ending, and what it is about.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    key: &'a str,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.key.is_empty()
    }
}

/// One side's lines.
struct Side<'a> {
    lines: Vec<Line<'a>>,
    by_key: BTreeMap<&'a str, &'a str>,
}

impl<'a> Side<'a> {
    /// `None` if two lines are about the same.
    fn read(text: &'a str, key: fn(&str) -> &str) -> Option<Self> {
        let mut side = Self { lines: Vec::new(), by_key: BTreeMap::new() };
        for text in text.split_inclusive('\n') {
            let line = Line { text, key: key(text.trim()) };
            if !line.is_blank() && side.by_key.insert(line.key, text).is_some() {
                return None;
            }
            side.lines.push(line);
        }
        Some(side)
    }
}
