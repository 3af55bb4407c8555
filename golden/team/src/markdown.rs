//! Markdown as people and models write it, to HTML that is safe to show to everybody.
//!
//! Two walls: the parser emits no HTML that came from the text and no image, and what it emits goes through an allow-list.
//! Any text gives valid HTML, also one that is cut off in the middle, as a streamed reply is.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark::{TextMergeStream, html};

use crate::error::{Error, Result};

const TAGS: &str =
    "a blockquote br code del em h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul";

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes = [("a", "href"), ("a", "title"), ("ol", "start")];
    let mut of_tag: HashMap<_, HashSet<_>> = HashMap::new();
    for (tag, attribute) in attributes {
        of_tag.entry(tag).or_default().insert(attribute);
    }
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.split(' ').collect())
        .tag_attributes(of_tag)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(of_this_site)))
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// How deep quotes and lists go; those further in are shown at this depth.
const DEPTH: u32 = 20;

/// Longer texts, in bytes, are rendered away from the threads that serve requests.
const INLINE: usize = 1024;

/// HTML for a message of any length, without keeping others waiting. It comes before a unit of work, not into it.
pub async fn render(markdown: &str) -> Result<String> {
    if markdown.len() <= INLINE {
        return Ok(to_html(markdown));
    }
    let markdown = markdown.to_owned();
    let rendered = tokio::task::spawn_blocking(move || to_html(&markdown)).await;
    rendered.map_err(Error::internal)
}

/// HTML for a message.
pub fn to_html(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut place = Place::default();
    let events = TextMergeStream::new(parser.map(harmless));
    let events = events.filter(move |event| place.is_shallow(event));
    let mut inside = Inside::default();
    let events = events.flat_map(move |event| inside.link_addresses(event));
    let mut html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut html, events);
    ALLOWED.clean(&html).to_string()
}

/// HTML becomes the text that it is, an image a link to it (looking at a message must not ask another server for
/// anything), and headings stay below those of the page.
fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: below_the_page(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_the_page(level))),
        Event::SoftBreak => Event::HardBreak,
        event => event,
    }
}

fn below_the_page(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Paths of this site are good links, but not `//another.site`.
fn of_this_site(url: &str) -> Option<Cow<'_, str>> {
    let rest = url.strip_prefix('/')?;
    (!rest.starts_with(['/', '\\'])).then_some(Cow::Borrowed(url))
}

/// How many quotes and lists are around the event at hand.
#[derive(Default)]
struct Place {
    depth: u32,
}

impl Place {
    /// The sanitiser takes time for each level of each tag, and nobody reads a thousand levels.
    fn is_shallow(&mut self, event: &Event) -> bool {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => {
                self.depth += 1;
                self.depth <= DEPTH
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => {
                self.depth -= 1;
                self.depth < DEPTH
            }
            _ => true,
        }
    }
}

/// Whether the text at hand is part of something where an address is only text.
#[derive(Default)]
struct Inside {
    link_or_code: u32,
}

impl Inside {
    /// Makes links of the addresses that stand in plain text.
    fn link_addresses<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => self.link_or_code += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => self.link_or_code -= 1,
            Event::Text(text) if self.link_or_code == 0 && text.contains("://") => {
                return with_links(text);
            }
            _ => {}
        }
        vec![event]
    }
}

fn with_links<'a>(text: &str) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    let mut rest = text;
    while let Some((before, address, after)) = next_address(rest) {
        let link = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: CowStr::from(address.to_owned()),
            title: CowStr::from(""),
            id: CowStr::from(""),
        };
        events.push(Event::Text(before.to_owned().into()));
        events.push(Event::Start(link));
        events.push(Event::Text(address.to_owned().into()));
        events.push(Event::End(TagEnd::Link));
        rest = after;
    }
    events.push(Event::Text(rest.to_owned().into()));
    events
}

/// The text before an address, the address without the punctuation that ends a sentence, and what follows.
fn next_address(text: &str) -> Option<(&str, &str, &str)> {
    let start = [text.find("https://"), text.find("http://")].into_iter().flatten().min()?;
    let found = &text[start..];
    let end = found.find(|char: char| char.is_whitespace() || "<>\"`".contains(char));
    let found = &found[..end.unwrap_or(found.len())];
    let address = found.trim_end_matches(|char| ".,;:!?'*_~".contains(char));
    let open = address.matches('(').count();
    let address = match address.strip_suffix(')') {
        Some(inner) if open <= inner.matches(')').count() => inner,
        _ => address,
    };
    let end = start + address.len();
    Some((&text[..start], address, &text[end..]))
}
