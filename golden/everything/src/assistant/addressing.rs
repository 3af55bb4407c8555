//! Whether a message is meant for the assistant: it names it, or is a command.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::tools::Tools;

use crate::model::post::NOBODY;

/// Asks the assistant, in a word.
const ASK: &str = "ask";

/// Whether a message says who is meant, and means the assistant.
pub fn is_addressed(text: &str) -> bool {
    let named = command(text).is_some_and(|(name, _)| is_known(name));
    named || mentions(text, NOBODY)
}

/// What is asked, without the command that asks it.
pub fn question(text: &str) -> &str {
    match command(text) {
        Some((ASK, rest)) if !rest.is_empty() => rest,
        _ => text,
    }
}

fn is_known(command: &str) -> bool {
    command == ASK || Tools::all().find(command).is_some()
}

/// The command that a text begins with, and the rest of it.
fn command(text: &str) -> Option<(&str, &str)> {
    let text = text.trim().strip_prefix('/')?;
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    Some((name, rest.trim_start()))
}

/// Whether a text has `@name` in it, in any case, as a word of its own: not in code, quotes, links or addresses.
fn mentions(text: &str, name: &str) -> bool {
    if !text.contains('@') {
        return false;
    }
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut aside = 0_u32;
    for event in TextMergeStream::new(parser) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Link { .. }) => aside += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::Link) => aside -= 1,
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text)
                if aside == 0 && names(&text, name) =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

fn names(text: &str, name: &str) -> bool {
    text.match_indices('@').any(|(place, _)| {
        let after = without(&text[place + 1..], name);
        !text[..place].ends_with(goes_on_before) && after.is_some_and(|after| !goes_on(after))
    })
}

/// What follows a name, where a text begins with it.
fn without<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut chars = text.chars();
    for wanted in name.chars() {
        let same = chars.next()?.to_lowercase().eq(wanted.to_lowercase());
        same.then_some(())?;
    }
    Some(chars.as_str())
}

/// What comes before the `@` of a mail address, or is part of another one.
fn goes_on_before(char: char) -> bool {
    is_of_word(char) || "._%+-@/\\=&#~".contains(char)
}

/// Whether a name goes on: as a longer one, or as an address.
fn goes_on(after: &str) -> bool {
    let mut chars = after.chars();
    match chars.next() {
        Some('.' | '-' | '/' | '@') => chars.next().is_some_and(is_of_word),
        Some(char) => is_of_word(char) || char == '_',
        None => false,
    }
}

/// Letters of scripts without cases stand for whole words, with no blank between them.
fn is_of_word(char: char) -> bool {
    char.is_numeric() || char.is_lowercase() || char.is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        for text in [
            "@Helper",
            "@helper, hi",
            "Hi @HELPER!",
            "(@Helper)",
            "**@Helper**",
            "- @Helper: list this",
            "| a |\n|---|\n| @Helper |",
            "> quoted\n\n@Helper?",
            "`code` @Helper's",
            "你好@Helper请",
            "<b>@Helper</b>",
            "a@b.example @Helper.",
        ] {
            assert!(mentions(text, "Helper"), "{text}");
        }
        for text in [
            "Helper",
            "@Helpers",
            "@Help",
            "@helper_2",
            "@helper-2",
            "ada@helper",
            "ada@helper.example",
            "ada+@helper",
            "@helper.example",
            "@helper/core",
            "https://example.com/@Helper",
            "https://example.com/?a=@Helper",
            "[@Helper](https://example.com)",
            "`@Helper`",
            "```\n@Helper\n```",
            "    @Helper",
            "> @Helper said",
            "@@Helper",
        ] {
            assert!(!mentions(text, "Helper"), "{text}");
        }
        assert!(mentions("Hi @dr. böse!", "Dr. Böse") && !mentions("@Dr.\nBöse", "Dr. Böse"));
    }

    #[test]
    fn a_command_is_meant_for_it() {
        assert!(is_addressed("/ask") && is_addressed(" /ask what") && is_addressed("/ask\nwhat"));
        assert_eq!(question("/ask  what?"), "what?");
        assert_eq!((question("/ask"), question("/asking x")), ("/ask", "/asking x"));
        assert!(Tools::all().iter().all(|tool| is_addressed(&format!("/{} x", tool.name))));
        for text in ["/asking", "ask", "a /ask", "/surely_unknown", "//ask", "/"] {
            assert!(!is_addressed(text), "{text}");
        }
    }
}
