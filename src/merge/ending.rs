//! How the lines of a text end, taken away before a merge and given back after it: an editor that writes `\r\n`, a byte order mark
//! or no final newline changes no line.

use std::borrow::Cow;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// How a merged text begins, and how its lines end.
#[derive(Debug)]
pub struct Ending {
    byte_order_mark: bool,
    carriage_returns: bool,
    final_newline: bool,
}

impl Ending {
    /// As the person has it; what the person left as it was is as chatgen has it.
    pub fn of(base: &str, mine: &str, theirs: &str) -> Self {
        let ends = |text: &str| text.is_empty() || text.ends_with('\n');
        Self {
            byte_order_mark: mine.starts_with(BYTE_ORDER_MARK),
            carriage_returns: has_only_carriage_returns(mine),
            final_newline: if ends(mine) == ends(base) { ends(theirs) } else { ends(mine) },
        }
    }

    /// A merged text of plain lines as the person would have saved it. Conflict markers always end in a newline.
    pub fn restore(&self, mut text: String, clean: bool) -> String {
        if clean && !self.final_newline && text.ends_with('\n') {
            text.pop();
        }
        if self.carriage_returns {
            text = text.replace('\n', "\r\n");
        }
        if self.byte_order_mark {
            text.insert(0, BYTE_ORDER_MARK);
        }
        text
    }
}

/// A text without byte order mark, whose lines all end in `\n`, the last one too. Only where every line ends in `\r\n` is that
/// taken for the file's ending; a single one is part of its line.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text));
    if has_only_carriage_returns(&plain) {
        plain = Cow::Owned(plain.replace("\r\n", "\n"));
    }
    if !plain.is_empty() && !plain.ends_with('\n') {
        plain.to_mut().push('\n');
    }
    plain
}

fn has_only_carriage_returns(text: &str) -> bool {
    text.contains('\n') && text.matches('\n').count() == text.matches("\r\n").count()
}
