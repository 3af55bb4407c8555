//! How text is spelled for the index, and for a query to it.
//!
//! The index knows words by the spaces and signs between them. `C++` would be the same as `C`, and a sentence in Chinese
//! one word. So signs, and characters of scripts without spaces, are set apart and are words themselves; where several
//! of them are one word to people, a query asks for them side by side.

use crate::text;

/// Between two words that have no space between them; no message can hold it.
pub const JOINT: char = '\u{1}';

/// The most words that are looked for, and the longest text with them.
const MAX_WORDS: usize = 12;
const MAX_CHARS: usize = 200;

/// Signs that belong to the sentence rather than to a word, at either end of it.
const AROUND: &str = "\"'()[]{}<>,;:!?*…“”‘’«»„‚、。，；：！？（）「」『』【】《》";

/// A text as the index has it.
pub fn indexed(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len() + text.len() / 4);
    let mut before = Kind::Space;
    for char in text.chars().filter(|char| *char != JOINT) {
        let kind = Kind::of(char, before);
        let apart = kind == Kind::Alone || before == Kind::Alone && !text::is_mark(char);
        if apart && kind != Kind::Space && before != Kind::Space {
            spelled.push(JOINT);
        }
        spelled.push(char);
        before = kind;
    }
    spelled
}

/// What a person looks for, as a query that no text can break: all of the words, each of them perhaps only the beginning
/// of one.
pub fn query(text: &str) -> Option<String> {
    let text: String = text::composed(text).chars().take(MAX_CHARS).collect();
    let named: Vec<&str> = text.split_whitespace().filter_map(named).take(MAX_WORDS).collect();
    // Only where there is nothing else is a sign between spaces what is looked for.
    let signs = || text.split_whitespace().filter(|word| text::is_visible(word));
    let words = if named.is_empty() { signs().take(MAX_WORDS).collect() } else { named };
    let quoted = |word: &&str| format!("\"{}\"*", indexed(word).replace('"', "\"\""));
    let words: Vec<String> = words.iter().map(quoted).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A word without what stands around it in a sentence; nothing if there is no letter or digit in it.
fn named(word: &str) -> Option<&str> {
    let word = word.trim_matches(|char| AROUND.contains(char));
    let word = word.trim_start_matches('-').trim_end_matches(['.', '-']);
    word.contains(char::is_alphanumeric).then_some(word)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    /// A part of a word.
    Part,
    /// A word by itself.
    Alone,
}

impl Kind {
    fn of(char: char, before: Self) -> Self {
        if text::is_mark(char) && before != Self::Space {
            // It belongs to the character that it stands on.
            before
        } else if text::is_unspaced(char) {
            Self::Alone
        } else if char.is_alphanumeric() {
            Self::Part
        } else if text::is_visible(char.encode_utf8(&mut [0; 4])) {
            Self::Alone
        } else {
            Self::Space
        }
    }
}
