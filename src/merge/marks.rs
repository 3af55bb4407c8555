//! Conflict markers: written into a text, and found in it again.

use super::{Conflict, Merged};

const YOURS: &str = "<<<<<<< yours";
const BETWEEN: &str = "=======";
const CHATGENS: &str = ">>>>>>> chatgen";

/// A part of a merged text; every text in it is whole lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Agreed(String),
    Clash(Clash),
}

/// Two versions of one place, and how each came about, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub mine: String,
    pub theirs: String,
    pub yours: String,
    pub chatgens: String,
}

/// The text, with markers around each clash.
pub fn render(pieces: &[Piece]) -> Merged {
    let mut merged = Merged::clean(String::new());
    for piece in pieces {
        match piece {
            Piece::Agreed(lines) => merged.text.push_str(lines),
            Piece::Clash(Clash { mine, theirs, yours, chatgens }) => {
                push_marker(&mut merged.text, YOURS);
                let line = merged.text.matches('\n').count();
                merged.conflicts.push(Conflict { line, yours: yours.clone(), chatgens: chatgens.clone() });
                merged.text.push_str(mine);
                push_marker(&mut merged.text, BETWEEN);
                merged.text.push_str(theirs);
                push_marker(&mut merged.text, CHATGENS);
            }
        }
    }
    merged
}

/// A marker on a line of its own, also where the line before ends in a bare carriage return.
fn push_marker(text: &mut String, marker: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(marker);
    text.push('\n');
}

/// The lines, from 1, of conflict markers that still stand in a text, whole or in part. `=======` is one only after `<<<<<<< yours`:
/// alone it underlines a heading.
pub fn leftover(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut open = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line).trim_end();
        let found = match line {
            YOURS | CHATGENS => true,
            BETWEEN => open,
            _ => false,
        };
        if found {
            lines.push(index + 1);
        }
        open = line == YOURS || (open && line != CHATGENS);
    }
    lines
}
