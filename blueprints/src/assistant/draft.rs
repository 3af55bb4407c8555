//! A reply in the making.

use std::time::Duration;

use tokio::time::Instant;

use crate::text;

/// What is not saved yet is saved after this time, or once it is this long.
const EVERY: Duration = Duration::from_millis(250);
const BYTES: usize = 500;

/// The longest reply, in characters. The database holds twice as much.
const LONGEST: usize = 100_000;

/// The text so far, and how much of it is saved.
pub struct Draft {
    text: String,
    chars: usize,
    saved: usize,
    /// The saved part's length as JavaScript counts it.
    saved_units: usize,
    tried_at: Instant,
    /// Whether the last attempt to save failed.
    failed: bool,
}

impl Draft {
    pub fn new() -> Self {
        Self {
            text: String::new(),
            chars: 0,
            saved: 0,
            saved_units: 0,
            tried_at: Instant::now(),
            failed: false,
        }
    }

    /// Adds a piece, without what no message may hold; tells whether all of it had room.
    pub fn push(&mut self, piece: &str) -> bool {
        for char in piece.chars().filter(|char| !text::is_control(*char)) {
            if self.chars == LONGEST {
                return false;
            }
            self.text.push(char);
            self.chars += 1;
        }
        true
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was added since it was last saved, and where that begins, in UTF-16 units.
    pub fn unsaved(&self) -> (usize, &str) {
        (self.saved_units, &self.text[self.saved..])
    }

    /// Returns when it is time to save.
    pub async fn due(&self) {
        match self.text.len() - self.saved {
            0 => std::future::pending().await,
            BYTES.. if !self.failed => {}
            _ => tokio::time::sleep_until(self.tried_at + EVERY).await,
        }
    }

    pub fn mark_saved(&mut self) {
        self.saved_units += self.text[self.saved..].encode_utf16().count();
        self.saved = self.text.len();
        self.failed = false;
        self.tried_at = Instant::now();
    }

    /// Waits before it is saved again, since it could not be saved now.
    pub fn postpone(&mut self) {
        self.failed = true;
        self.tried_at = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_as_javascript_does() {
        let mut draft = Draft::new();
        draft.push("a👍é");
        assert_eq!(draft.unsaved(), (0, "a👍é"));
        draft.mark_saved();
        draft.push("!");
        assert_eq!(draft.unsaved(), (4, "!"));
    }

    #[test]
    fn control_characters_are_left_out() {
        let mut draft = Draft::new();
        draft.push("a\r\n\tb\0\u{1b}[31m");
        assert_eq!(draft.text(), "a\n\tb[31m");
    }

    #[test]
    fn a_reply_has_an_end() {
        let mut draft = Draft::new();
        assert!(draft.push(&"é".repeat(LONGEST)));
        assert!(!draft.push("x"));
        assert_eq!(draft.text().chars().count(), LONGEST);
    }
}
