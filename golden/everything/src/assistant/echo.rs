//! The provider that needs none: it says again what it was told, one word at a time, and always the same.

use std::time::Duration;

use futures_util::stream::{self, StreamExt};

use super::prompt::Prompt;
use super::provider::{Piece, Reply};
use super::thinking::Thinking;

/// The reply to a prompt, a word each `delay`.
pub fn reply(prompt: &Prompt, delay: Duration) -> Reply {
    spoken(&answer(prompt.question()), &prompt.begun, delay)
}

/// A text, or the rest of it where it has begun already, a word each `delay`.
pub fn spoken(text: &str, begun: &str, delay: Duration) -> Reply {
    let mut thinking = Thinking::default();
    let mut pieces: Vec<Piece> =
        text.split_inclusive([' ', '\n']).flat_map(|word| thinking.take(word)).collect();
    pieces.extend(thinking.finish());
    let spoken = stream::iter(rest(pieces, begun)).then(move |piece| async move {
        tokio::time::sleep(delay).await;
        Ok(piece)
    });
    spoken.boxed()
}

/// What is still to be said of what was said up to here.
fn rest(pieces: Vec<Piece>, begun: &str) -> Vec<Piece> {
    let text = pieces.iter().map(Piece::text).collect::<String>();
    if begun.is_empty() || !text.starts_with(begun) {
        return pieces;
    }
    let words = text[begun.len()..].split_inclusive([' ', '\n']);
    words.map(|word| Piece::Text(word.to_owned())).collect()
}

/// Whoever thinks aloud hears their thoughts again, too: as a model's are heard.
fn answer(text: &str) -> String {
    let text = text.trim();
    let (thoughts, text) = match text.split_once("</think>") {
        Some((thoughts, rest)) if thoughts.starts_with("<think>") => {
            (format!("{thoughts}</think>"), rest.trim())
        }
        _ => (String::new(), text),
    };
    let quote = text.replace('\n', "\n> ");
    let words = text.split_whitespace().count();
    let plural = if words == 1 { "word" } else { "words" };
    format!(
        "{thoughts}You said, in **{words} {plural}**:\n\n> {quote}\n\n\
         I am the `echo` provider, and repeat what I hear. Any real one can take my place: \
         name it in the configuration."
    )
}
