//! Markdown as people and models write it, to HTML that is safe to show to everybody.
//!
//! Two walls: the parser emits no HTML that came from the text and no image, and what it emits goes through an allow-list.
//! Any text gives valid HTML, also one that is cut off in the middle, as a streamed reply is, and never much more of it
//! than there was text.

mod addresses;
mod links;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use pulldown_cmark::{TextMergeStream, html};
use unicode_segmentation::UnicodeSegmentation;

use crate::error::{Error, Result};
use links::Links;

const TAGS: &str =
    "a blockquote br code del em h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul";

/// What gets its direction from its own text; the stylesheet does the same for each line inside.
const DIRECTED: [&str; 4] = ["blockquote", "ol", "table", "ul"];

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
    for tag in DIRECTED {
        builder.set_tag_attribute_value(tag, "dir", "auto");
    }
    builder
});

const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// How deep quotes, lists and emphasis go; those further in are shown at this depth.
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
    rich(markdown).unwrap_or_else(|| plain(markdown))
}

/// The longest excerpt of a text, in signs as people count them.
const EXCERPT: usize = 140;

/// The beginning of a text in one line, without its marks.
pub fn excerpt(markdown: &str) -> String {
    let links = Links::new(markdown);
    let mut inside = links::Inside::default();
    let parser = TextMergeStream::new(Parser::new_ext(links.markdown(), EXTENSIONS));
    let mut text = String::new();
    for event in parser.flat_map(|event| links.put_back(&mut inside, event)) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::Html(part) | Event::InlineHtml(part) => text.push_str(&part),
            Event::Start(_) => {}
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            _ => text.push(' '),
        }
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.grapheme_indices(true).nth(EXCERPT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// The longest HTML for a text, in bytes. A table of many columns and rows is a few signs in Markdown and a thousand
/// times as much here.
pub const fn budget(markdown: &str) -> usize {
    10_000 + 10 * markdown.len()
}

/// Nothing if the HTML would be longer than the text has a right to.
fn rich(markdown: &str) -> Option<String> {
    let links = Links::new(markdown);
    let parser = Parser::new_ext(links.markdown(), EXTENSIONS);
    let mut place = Place::default();
    let events = TextMergeStream::new(parser.map(harmless));
    let events = events.filter(move |event| place.is_shallow(event));
    let mut inside = links::Inside::default();
    let events = events.flat_map(|event| links.put_back(&mut inside, event));
    let mut html = Bounded { html: String::new(), longest: budget(markdown) };
    html::write_html_fmt(&mut html, events).ok()?;
    let clean = in_new_tabs(&ALLOWED.clean(&html.html).to_string());
    (clean.len() <= html.longest).then_some(clean)
}

/// The text itself, line by line.
fn plain(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    format!("<p>{}</p>\n", lines.join("<br>\n"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text that does not grow beyond a length.
struct Bounded {
    html: String,
    longest: usize,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.html.len() + text.len() > self.longest {
            return Err(fmt::Error);
        }
        self.html.push_str(text);
        Ok(())
    }
}

/// A link to another site opens beside the conversation. In what the sanitiser wrote, a `<` begins a tag and `href` is
/// the first attribute of a link.
fn in_new_tabs(html: &str) -> String {
    html.replace("<a href=\"http", "<a target=\"_blank\" href=\"http")
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

/// How many quotes, lists and marks are around the event at hand.
#[derive(Default)]
struct Place {
    depth: u32,
}

impl Place {
    /// The sanitiser takes time for each level of each tag, and nobody reads a thousand levels.
    fn is_shallow(&mut self, event: &Event) -> bool {
        match event {
            Event::Start(
                Tag::BlockQuote(_)
                | Tag::List(_)
                | Tag::Item
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough,
            ) => {
                self.depth += 1;
                self.depth <= DEPTH
            }
            Event::End(
                TagEnd::BlockQuote(_)
                | TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough,
            ) => {
                self.depth -= 1;
                self.depth < DEPTH
            }
            _ => true,
        }
    }
}
