//! A reply in the making.

use std::time::Duration;

use tokio::time::Instant;

use super::provider::Piece;
use crate::text;

/// What is not saved yet is saved after this time, or once it is this long.
const EVERY: Duration = Duration::from_millis(250);
const BYTES: usize = 500;

/// The longest reply, in characters. The database holds twice as much.
const LONGEST: usize = 100_000;

/// How much of the thoughts is kept, in characters: they go with the reply wherever it is shown.
const THOUGHTS: usize = 20_000;

/// The reply so far, and what was thought on the way to it.
pub struct Draft {
    pub text: Growing,
    pub thoughts: Growing,
    tried_at: Instant,
    /// Whether the last attempt to save failed.
    failed: bool,
}

/// A text that grows, and how much of it is saved.
pub struct Growing {
    text: String,
    chars: usize,
    longest: usize,
    saved: usize,
    /// The saved part's length as JavaScript counts it.
    saved_units: usize,
}

impl Draft {
    /// Goes on from what there is of a reply.
    pub fn from(text: String, thoughts: String) -> Self {
        Self {
            text: Growing::from(text, LONGEST),
            thoughts: Growing::from(thoughts, THOUGHTS),
            tried_at: Instant::now(),
            failed: false,
        }
    }

    /// Adds a piece; tells whether all of the reply had room.
    pub fn push(&mut self, piece: &Piece) -> bool {
        match piece {
            Piece::Text(text) => self.text.push(text),
            Piece::Thought(thought) => {
                let begun = !self.thoughts.text.is_empty();
                self.thoughts.push(if begun { thought } else { thought.trim_start() });
                true
            }
        }
    }

    /// Returns when it is time to save.
    pub async fn due(&self) {
        match self.text.unsaved_bytes() + self.thoughts.unsaved_bytes() {
            0 => std::future::pending().await,
            BYTES.. if !self.failed => {}
            _ => tokio::time::sleep_until(self.tried_at + EVERY).await,
        }
    }

    pub fn mark_saved(&mut self) {
        self.text.mark_saved();
        self.thoughts.mark_saved();
        self.failed = false;
        self.tried_at = Instant::now();
    }

    /// Waits before it is saved again, since it could not be saved now.
    pub fn postpone(&mut self) {
        self.failed = true;
        self.tried_at = Instant::now();
    }
}

impl Growing {
    fn from(text: String, longest: usize) -> Self {
        let (saved, saved_units) = (text.len(), text.encode_utf16().count());
        Self { chars: text.chars().count(), text, longest, saved, saved_units }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What was added since it was last saved, and where that begins, in UTF-16 units.
    pub fn unsaved(&self) -> (usize, &str) {
        (self.saved_units, &self.text[self.saved..])
    }

    /// Adds a piece, without what no message may hold; tells whether all of it had room.
    fn push(&mut self, piece: &str) -> bool {
        for char in piece.chars().filter(|char| !text::is_control(*char)) {
            if self.chars == self.longest {
                return false;
            }
            self.text.push(char);
            self.chars += 1;
        }
        true
    }

    fn unsaved_bytes(&self) -> usize {
        self.text.len() - self.saved
    }

    fn mark_saved(&mut self) {
        self.saved_units += self.text[self.saved..].encode_utf16().count();
        self.saved = self.text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft::from(text.to_owned(), String::new())
    }

    fn said(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    fn thought(text: &str) -> Piece {
        Piece::Thought(text.to_owned())
    }

    #[test]
    fn offsets_count_as_javascript_does() {
        let mut draft = draft("");
        draft.push(&said("a👍é"));
        assert_eq!(draft.text.unsaved(), (0, "a👍é"));
        draft.mark_saved();
        draft.push(&said("!"));
        assert_eq!(draft.text.unsaved(), (4, "!"));
    }

    #[test]
    fn it_goes_on_where_it_was() {
        let mut draft = draft("a👍");
        draft.push(&said("!"));
        assert_eq!(draft.text.unsaved(), (3, "!"));
        assert_eq!(draft.text.as_str(), "a👍!");
    }

    #[test]
    fn control_characters_are_left_out() {
        let mut draft = draft("");
        draft.push(&said("a\r\n\tb\0\u{1b}[31m"));
        assert_eq!(draft.text.as_str(), "a\n\tb[31m");
    }

    #[test]
    fn a_reply_has_an_end_and_thoughts_are_cut() {
        let mut draft = draft("");
        assert!(draft.push(&thought(&"é".repeat(THOUGHTS + 1))));
        assert_eq!(draft.thoughts.as_str().chars().count(), THOUGHTS);
        assert!(draft.push(&said(&"é".repeat(LONGEST))));
        assert!(!draft.push(&said("x")));
        assert_eq!(draft.text.as_str().chars().count(), LONGEST);
    }

    #[test]
    fn thoughts_begin_with_a_word() {
        let mut draft = draft("");
        for piece in ["\n", "\n Hm", " \n"] {
            draft.push(&thought(piece));
        }
        assert_eq!(draft.thoughts.as_str(), "Hm \n");
    }
}
