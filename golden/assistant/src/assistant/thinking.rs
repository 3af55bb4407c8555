//! What a model thinks before it answers, where it says so in the answer itself: in `<think>…</think>` at its beginning.

use super::provider::Piece;

/// How thoughts begin and end.
const MARKS: [(&str, &str); 2] = [("<think>", "</think>"), ("<thinking>", "</thinking>")];

/// Takes what comes in apart. A mark may come in pieces, so that the end of a piece is held back while it could be one.
#[derive(Default)]
pub struct Thinking {
    state: State,
    held: String,
}

#[derive(Default)]
enum State {
    /// Nothing but blanks came so far.
    #[default]
    Before,
    /// Thoughts came, and may come again. The blanks between them and the answer are part of neither.
    Between,
    /// Thoughts, up to this mark.
    Inside(&'static str),
    /// Marks mean nothing from here on: the answer may be about them.
    Answering,
}

impl Thinking {
    /// What is known to be said, or thought, now that this came in.
    pub fn take(&mut self, text: &str) -> Vec<Piece> {
        self.held.push_str(text);
        std::iter::from_fn(|| self.next()).collect()
    }

    /// What was held back, once nothing more comes.
    pub fn finish(self) -> Option<Piece> {
        let rest = Some(self.held).filter(|held| !held.is_empty());
        rest.map(|rest| match self.state {
            State::Inside(_) => Piece::Thought(rest),
            State::Before | State::Between | State::Answering => Piece::Text(rest),
        })
    }

    fn next(&mut self) -> Option<Piece> {
        if let State::Between = self.state {
            self.held = self.held.trim_start().to_owned();
        }
        if let State::Before | State::Between = self.state {
            let begun = self.held.trim_start();
            if let Some((open, close)) = MARKS.iter().find(|(open, _)| begun.starts_with(open)) {
                self.held = begun[open.len()..].to_owned();
                self.state = State::Inside(close);
            } else if MARKS.iter().all(|(open, _)| !open.starts_with(begun)) {
                self.state = State::Answering;
            }
        }
        match self.state {
            State::Before | State::Between => None,
            State::Inside(close) => {
                let (thought, rest) = match self.held.find(close) {
                    Some(end) => {
                        self.state = State::Between;
                        (end, self.held[end + close.len()..].to_owned())
                    }
                    None => {
                        let end = self.held.len() - overlap(&self.held, close);
                        (end, self.held[end..].to_owned())
                    }
                };
                self.held.truncate(thought);
                let thought = std::mem::replace(&mut self.held, rest);
                let ended = matches!(self.state, State::Between);
                (ended || !thought.is_empty()).then_some(Piece::Thought(thought))
            }
            State::Answering if self.held.is_empty() => None,
            State::Answering => Some(Piece::Text(std::mem::take(&mut self.held))),
        }
    }
}

/// How much of the end of a text could be the beginning of a mark.
fn overlap(text: &str, mark: &str) -> usize {
    (1..mark.len()).rev().find(|&length| text.ends_with(&mark[..length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text and thoughts of a reply that comes in these pieces.
    fn apart<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (String, String) {
        let mut thinking = Thinking::default();
        let mut found: Vec<Piece> =
            pieces.into_iter().flat_map(|piece| thinking.take(piece)).collect();
        found.extend(thinking.finish());
        let (mut text, mut thoughts) = (String::new(), String::new());
        for piece in found {
            match piece {
                Piece::Text(more) => text += &more,
                Piece::Thought(more) => thoughts += &more,
            }
        }
        (text, thoughts)
    }

    const CASES: &[(&str, &str, &str)] = &[
        ("Plain.", "Plain.", ""),
        (" \n Plain.", " \n Plain.", ""),
        ("<think>Hm</think>Yes.", "Yes.", "Hm"),
        ("\n<think>\nHm\n</think>\n\nYes.", "Yes.", "\nHm\n"),
        ("<thinking>Hm</thinking>Yes.", "Yes.", "Hm"),
        ("<thinking>a</think>b</thinking>Yes.", "Yes.", "a</think>b"),
        ("<think></think>Yes.", "Yes.", ""),
        ("<think>a</think> <think>b</think> Yes.", "Yes.", "ab"),
        ("<think>Never closed </thin", "", "Never closed </thin"),
        ("<think", "<think", ""),
        ("<thinker>", "<thinker>", ""),
        ("Use <think>it</think>.", "Use <think>it</think>.", ""),
        ("<think>é👍</think>é <think>x</think>", "é <think>x</think>", "é👍"),
        ("", "", ""),
    ];

    #[test]
    fn thoughts_stand_at_the_beginning() {
        for (said, text, thoughts) in CASES {
            assert_eq!(apart([*said]), (text.to_string(), thoughts.to_string()), "{said}");
        }
    }

    #[test]
    fn it_does_not_matter_where_a_piece_ends() {
        for (said, text, thoughts) in CASES {
            let whole = (text.to_string(), thoughts.to_string());
            let places = said.char_indices().map(|(place, _)| place);
            for place in places {
                let (a, b) = said.split_at(place);
                assert_eq!(apart([a, b]), whole, "{a}|{b}");
            }
            let singly = said.split_inclusive(|_: char| true);
            assert_eq!(apart(singly), whole, "{said}, one character at a time");
        }
    }

    #[test]
    fn what_is_no_mark_is_not_held_back() {
        let mut thinking = Thinking::default();
        assert_eq!(thinking.take("Y"), [Piece::Text("Y".to_owned())]);
        let mut thinking = Thinking::default();
        assert_eq!(thinking.take("<think>Hm <"), [Piece::Thought("Hm ".to_owned())]);
    }
}
