//! The provider that needs none: it says again what it was told, one word at a time, and always the same.

use std::time::Duration;

use futures_util::stream::{self, StreamExt};

use super::provider::Reply;

/// The reply to a text, a word each `delay`.
pub fn reply(text: &str, delay: Duration) -> Reply {
    let words: Vec<String> = answer(text).split_inclusive([' ', '\n']).map(str::to_owned).collect();
    let spoken = stream::iter(words).then(move |word| async move {
        tokio::time::sleep(delay).await;
        Ok(word)
    });
    spoken.boxed()
}

fn answer(text: &str) -> String {
    let quote = text.trim().replace('\n', "\n> ");
    let words = text.split_whitespace().count();
    let plural = if words == 1 { "word" } else { "words" };
    format!(
        "You said, in **{words} {plural}**:\n\n> {quote}\n\n\
         I am the `echo` provider, and repeat what I hear. Any real one can take my place: \
         name it in the configuration."
    )
}
